import type { Locale } from '../../../shared/locales.ts'
import type { CloseName } from '../../../shared/protocol/close-codes.ts'
import type { AnyEnd, ToldKind } from '../../../shared/reminder.ts'
import type { LinkState } from '../../core/bell/status.ts'

/** The words that the terminal prints; the voice has its own in shared/phrases. */
export interface TerminalMessages {
  link: Record<LinkState, string>
  kind: Record<ToldKind, string>
  waiting(count: number): string
  again(n: number): string
  remark: string
  warnings: string
  reason: string
  /** An order that a late payment revived. */
  revived: string
  /** The money that went back at the provider; `amount` is empty when nobody knows it. */
  refunded(amount: string): string
  more(count: number): string
  closed: Record<AnyEnd, string>
  by(name: string): string
  refusedAnswer(code: string): string
  /** There is no reminder that the typed key could answer. */
  nothingWaits: string
  /** 知道了 is no answer to an order. */
  orderWaits: string
  reasonNeeded: string
  /** Of a sound check. */
  soundCheck(outcome: string): string
  unknownCommand: string
  /** Of a platform of Node's `process.platform`. */
  noEngine(platform: string): string
  voiceMissing: string
  notHeard(why: string): string
  /** A reminder of which this program cannot read everything. */
  unsure: string
  tooOld: string
  /** Faults that the server tells of itself, by their code. */
  server: Partial<Record<string, string>>
  serverOther(code: string): string
  /** The reason why the server refuses this device, by the name of the close code. */
  refused: Partial<Record<CloseName, string>>
}

const zhCN: TerminalMessages = {
  link: {
    unpaired: '未配对',
    connecting: '正在连接',
    catching_up: '正在补收',
    connected: '已连接',
    offline: '已断开，正在重连',
    refused: '服务器拒绝了本设备',
  },
  kind: {
    new_order: '新订单',
    urge: '客户催单',
    cancel: '订单取消',
    missed: '漏单',
    refund: '平台退款',
    other: '提醒',
  },
  waiting: (count) => `${count} 条待处理`,
  again: (n) => `第 ${n} 次提醒`,
  remark: '备注',
  warnings: '注意',
  reason: '原因',
  revived: '顾客付款晚了，订单已恢复',
  refunded: (amount) => (amount === '' ? '支付平台有退款，金额不明，请核对' : `支付平台已退款 ${amount}，请核对`),
  more: (count) => `……另有 ${count} 样`,
  closed: { acknowledged: '已处理', cancelled: '已取消', expired: '已过期，无人处理', closed: '已关闭' },
  by: (name) => `（${name}）`,
  refusedAnswer: (code) => `服务器没有接受：${code}`,
  nothingWaits: '没有待处理的提醒。',
  orderWaits: '新订单要用 a 接单，或 r 原因 拒单。',
  reasonNeeded: '请写上原因，例如：r 卖完了',
  soundCheck: (outcome) => (outcome === 'ok' ? '试音完成，听到了吗？' : `试音没有读出来：${outcome}`),
  unknownCommand: 'a 接单 · r 原因 拒单 · k 知道了 · m 10 静音 · t 试音 · l 列表 · q 退出',
  noEngine: (platform) =>
    platform === 'linux'
      ? '没有找到 espeak-ng：提醒只显示，不朗读（Debian/Ubuntu：apt install espeak-ng）。'
      : '系统的朗读功能不可用：提醒只显示，不朗读。',
  voiceMissing: '选定的发音人不在本机，由系统默认的朗读：',
  notHeard: (why) => `没有读出来：${why}`,
  unsure: '本程序不能完全看懂这条提醒，请更新。',
  tooOld: '服务器发来的一条消息，本程序版本太旧，看不懂。请更新；更新后会自动补看。',
  server: {
    clock_wrong: '服务器的时钟不对，付款可能被拒收。请让管理员校准时间。',
    clock_jumped: '服务器的时钟刚刚跳变过，请核对服务器的时间。',
  },
  serverOther: (code) => `服务器报告故障：${code}`,
  refused: {
    unauthorized: '服务器不认识本设备，请重新配对：npm run listen -- --code 配对码',
    revoked: '本设备已被停用，请重新配对：npm run listen -- --code 配对码',
    version: '本程序与服务器的版本不符，请更新。',
  },
}

const en: TerminalMessages = {
  link: {
    unpaired: 'not paired',
    connecting: 'connecting',
    catching_up: 'catching up',
    connected: 'connected',
    offline: 'OFFLINE, trying again',
    refused: 'refused by the server',
  },
  kind: {
    new_order: 'NEW ORDER',
    urge: 'CUSTOMER URGES',
    cancel: 'CANCELLED',
    missed: 'MISSED ORDER',
    refund: 'REFUNDED',
    other: 'REMINDER',
  },
  waiting: (count) => `${count} waiting`,
  again: (n) => `reminder no. ${n}`,
  remark: 'remark',
  warnings: 'ATTENTION',
  reason: 'reason',
  revived: 'paid late; order restored',
  refunded: (amount) =>
    amount === '' ? 'refunded at the provider, amount unknown' : `refunded at the provider: ${amount}`,
  more: (count) => `… and ${count} more`,
  closed: { acknowledged: 'answered', cancelled: 'cancelled', expired: 'expired, nobody answered', closed: 'closed' },
  by: (name) => ` by ${name}`,
  refusedAnswer: (code) => `the server did not accept that: ${code}`,
  nothingWaits: 'Nothing waits.',
  orderWaits: 'A new order is answered by a (accept) or r REASON (reject).',
  reasonNeeded: 'A reason is needed, such as: r sold out',
  soundCheck: (outcome) => (outcome === 'ok' ? 'The sound check has ended. Did you hear it?' : `not heard: ${outcome}`),
  unknownCommand: 'a accept · r REASON reject · k noted · m 10 mute · t sound check · l list · q quit',
  noEngine: (platform) =>
    platform === 'linux'
      ? 'espeak-ng was not found: reminders are printed, not spoken (Debian/Ubuntu: apt install espeak-ng).'
      : 'The system’s speech does not work: reminders are printed, not spoken.',
  voiceMissing: 'the chosen voice is not installed, the system’s choice speaks instead:',
  notHeard: (why) => `not spoken: ${why}`,
  unsure: 'This program cannot read all of this reminder; please update it.',
  tooOld:
    'The server says something that this program is too old to read. Please update it; then it is read after all.',
  server: {
    clock_wrong: 'The server’s clock is wrong, and payments may be refused. Ask the operator to set it.',
    clock_jumped: 'The server’s clock has just jumped. Please check its time.',
  },
  serverOther: (code) => `the server reports a fault: ${code}`,
  refused: {
    unauthorized: 'The server does not know this device; pair it again: npm run listen -- --code CODE',
    revoked: 'This device was revoked; pair it again: npm run listen -- --code CODE',
    version: 'This program and the server do not speak the same version; update it.',
  },
}

const ALL: Record<Locale, TerminalMessages> = { 'zh-CN': zhCN, en }

/** Looks up everything the terminal prints, in one language. */
export function terminalMessages(locale: Locale): TerminalMessages {
  return ALL[locale]
}
