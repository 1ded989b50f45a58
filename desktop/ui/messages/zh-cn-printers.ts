import type { PrinterMessages } from './printer-messages.ts'

export const printers: PrinterMessages = {
  title: '小票打印',
  when: '什么时候打印',
  whens: { off: '不打印', arrival: '来单时', accept: '接单后' },
  none: '还没有打印机。',
  address: '打印机地址',
  addressHint: '网络打印机写 192.168.1.50，端口 9100 可以不写；系统里装好的写 lp://打印队列名称（macOS、Linux）。',
  addressWrong: '地址不对：例如 192.168.1.50 或 lp://kitchen。',
  add: '添加',
  remove: '移除',
  role: '用途',
  roles: { front: '前台（顾客联）', kitchen: '厨房（厨房联）' },
  paper: '纸宽',
  beep: '打印时打印机蜂鸣',
  drawer: '出顾客联时打开钱箱',
  silent: '这台打印机不回答状态：缺纸时本机不会知道。',
  test: '打印测试页',
  testing: '正在打印…',
  sent: '测试页已送出，请看纸上。',
  notPrinted: (why) => `没有打印：${why}`,
}
