import type { PrinterMessages } from './printer-messages.ts'

export const printers: PrinterMessages = {
  title: '小票打印',
  when: '什么时候打印',
  whens: { off: '不打印', arrival: '来单时', accept: '接单后' },
  none: '还没有打印机。',
  address: '打印机地址',
  addressHint:
    '网络打印机写 192.168.1.50，端口 9100 可以不写；系统里装好的写 lp://打印队列名称（macOS、Linux）；飞鹅云打印机写 feie://打印机编号；易联云写 yilianyun://终端号。',
  addressWrong: '地址不对：例如 192.168.1.50 或 lp://kitchen。',
  add: '添加',
  remove: '移除',
  role: '用途',
  roles: { front: '前台（顾客联）', kitchen: '厨房（厨房联）' },
  paper: '纸宽',
  preview: '预览小票',
  hidePreview: '收起预览',
  previewLabel: '一张示例小票，按这台打印机的样子',
  cloud: {
    fields: {
      feie: { user: '飞鹅云后台注册的账号（USER）', ukey: '飞鹅云后台的 UKEY（不是打印机底部的 KEY）' },
      yilianyun: { client_id: '易联云自有型应用的应用ID', client_secret: '应用密钥' },
    },
    kept: '账号已保存，只在本机。要换就重新填写。',
    missing: '还没有填账号，不会打印。',
    keep: '保存账号',
    failed: '没有保存成功，请再试一次。',
  },
  beep: '打印时打印机蜂鸣',
  drawer: '出顾客联时打开钱箱',
  silent: '这台打印机不回答状态：缺纸时本机不会知道。',
  test: '打印测试页',
  testing: '正在打印…',
  sent: '测试页已送出，请看纸上。',
  notPrinted: (why) => `没有打印：${why}`,
}
