import { createHash } from 'node:crypto'
import { type FakeCloud, startCloud } from './cloud-server.ts'

/** The account that the imitation knows. */
export const FEIE_ACCOUNT = { user: 'shop@example.com', ukey: 'a-ukey-for-tests-alone' }

const SENTENCES = { good: '在线，工作状态正常。', dry: '在线，工作状态不正常。', offline: '离线。' }
const MOST_BYTES = 5_000

/** Starts an imitation of 飞鹅 with one printer, by its documentation: one address, forms, `{msg, ret, data}`. */
export async function startFakeFeie(sn: string): Promise<FakeCloud & { refill(at: number): void }> {
  const orders = new Map<string, { content: string; expired: number; done: boolean }>()

  function answer(cloud: FakeCloud, name: string, form: URLSearchParams): object {
    const read = (field: string) => form.get(field) ?? ''
    const bad = (ret: number, msg: string) => ({ msg, ret, data: null, serverExecutedTime: 1 })
    const good = (data: unknown) => ({ msg: 'ok', ret: 0, data, serverExecutedTime: 1 })
    if (read('user') !== FEIE_ACCOUNT.user) return bad(-2, '参数错误 : 该帐号未注册.')
    if (!/^\d{10}$/.test(read('stime'))) return bad(-2, '参数错误 : stime.')
    const expected = createHash('sha1')
    for (const part of [FEIE_ACCOUNT.user, FEIE_ACCOUNT.ukey, read('stime')]) expected.update(part, 'utf8')
    if (read('sig') !== expected.digest('hex')) return bad(-3, '验证失败 : 签名错误.')
    if (name === 'Open_queryOrderState') {
      const order = orders.get(read('orderid'))
      return order === undefined ? bad(1005, '未找到订单') : good(order.done)
    }
    if (read('sn') !== sn) return bad(1002, '验证失败 : 打印机编号和用户不匹配.')
    if (name === 'Open_queryPrinterStatus') return good(SENTENCES[cloud.printer])
    if (name !== 'Open_printMsg') return bad(-2, '参数错误 : apiname.')
    const content = read('content')
    if (content === '' || Buffer.byteLength(content) > MOST_BYTES) return bad(1007, '打印内容长度不能超过5000字节.')
    const id = `${sn}_${orders.size + 1}`
    cloud.printer = cloud.fallsInto ?? cloud.printer
    const done = cloud.printer === 'good'
    orders.set(id, { content, expired: Number(read('expired')), done })
    if (done) cloud.papers.push(content)
    return good(id)
  }

  const cloud = await startCloud((_, form) => form.get('apiname') ?? '', answer)
  return Object.assign(cloud, {
    /** Puts paper in at a time (milliseconds): what waits, and has not expired, comes out. */
    refill(at: number) {
      cloud.printer = 'good'
      for (const { done, expired, content } of orders.values())
        if (!done && at / 1_000 < expired) cloud.papers.push(content)
    },
  })
}
