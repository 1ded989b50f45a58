import type { UndoMessages } from './messages.ts'

export const undo: UndoMessages = {
  title: '可以撤销的处理',
  will: {
    confirm: '将接单',
    reject: '将拒单',
    dispatch: '将记为已送出',
    complete: '将记为完成',
    cancel: '将取消订单',
    acknowledge: '将记为知道了',
  },
  left: (seconds) => `${seconds} 秒后送出`,
  announce: (will, seconds) => `${will}，${seconds} 秒内可以撤销`,
  undo: '撤销',
  all: '全部撤销',
  undone: '已撤销，什么也没有送出',
}
