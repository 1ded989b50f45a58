/** A reminder as our server would send it for the orders of this benchmark: same fields, same size. */
export function sampleFrame(number: string, seq: number): string {
  const at = Date.now()
  return JSON.stringify({
    type: 1,
    orderId: seq,
    content: `订单号：${number}`,
    id: 'rm_aaaaaaaaaaaaaaaaaaaaaaaa',
    seq,
    cursor: `floor.${seq}.ev_aaaaaaaaaaaaaaaaaaaaaaaa`,
    n: 1,
    level: 1,
    at,
    order: {
      number,
      amountMinor: 1_000,
      currency: 'CNY',
      fulfilment: 'delivery',
      items: [
        { name: '宫保鸡丁', quantity: 2, note: '微辣' },
        { name: '米饭', quantity: 2 },
      ],
      moreItems: 0,
      remark: '不要香菜，谢谢',
      customer: { name: '王女士', phone: '13800000000', address: '人民路 100 号 3 单元 502' },
      createdAt: at,
      paidAt: at,
      acceptBy: at,
      urges: 0,
    },
  })
}
