import type { MoneyWords } from './money-words.ts'

export const zhCN: MoneyWords = {
  plan: {
    automatic: (amount) => `服务器会自动退款 ${amount}`,
    by_hand: (amount) => `不会自动退款，需要您手动退款 ${amount}`,
    unpaid: () => '还没有付款，没有钱要退',
    returned: () => '钱已经全部退给顾客，不用再退',
    unrecorded: () => '服务器没有这笔付款的记录，不会自动退款',
  },
  slip: {
    automatic: (amount) => `自动退款 ${amount}`,
    by_hand: (amount) => `手动退款 ${amount}`,
    unpaid: () => '没有钱要退',
    returned: () => '钱已退回',
    unrecorded: () => '不会自动退款',
    unknown: () => '不知道钱怎么退',
  },
  refund: {
    in_review: (amount) => `${amount} 待管理员核对`,
    under_way: (amount) => `正在自动退款 ${amount}`,
    by_hand: (amount) => `需要您手动退款 ${amount}`,
    failed: (amount) => `自动退款失败，需要您手动退款 ${amount}`,
    done: (amount) => `已退款 ${amount}`,
  },
  part: (paid, refunded) => `共付 ${paid}，已退 ${refunded}`,
  unknownPart: '付款平台说已退过一部分，没说多少，请先到平台核对',
  joined: (text, more) => `${text}（${more.join('；')}）`,
  notedBy: (name) => `${name} 记为已手动退`,
  operator: '管理员',
  unreachable: '现在问不到服务器，不知道钱是自动退还是要手动退',
  notTold: '服务器没有说明钱怎么退',
}
