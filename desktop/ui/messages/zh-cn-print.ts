import type { PrintMessages } from './print-messages.ts'

export const printing: PrintMessages = {
  open: '打印小票…',
  title: '打印小票',
  copy: '哪一联',
  copies: { kitchen: '厨房联', customer: '顾客联' },
  paper: '纸宽',
  papers: { 58: '58 毫米', 80: '80 毫米' },
  print: '打印',
  preview: '小票的样子',
  day: '打印今天的日结单',
}
