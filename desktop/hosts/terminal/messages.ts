import type { Locale } from '../../../shared/locales.ts'
import type { AnyEnd, ToldKind } from '../../../shared/reminder.ts'
import { cleanLine } from '../../../shared/text.ts'
import type { Answer } from '../../core/answers/answer.ts'

/** The words that the terminal prints; the voice has its own in shared/phrases. */
export interface TerminalMessages {
  /** The keys, shown at the start and after a line that is none of them. */
  keys: string
  /** The place of technical lines. */
  logIn(file: string): string
  kind: Record<ToldKind, string>
  waiting(count: number): string
  again(n: number): string
  remark: string
  warnings: string
  reason: string
  /** An order whose money is still to be taken; `payment`: how, of a newer server another word. */
  cash(payment: string): string
  /** An order that a late payment revived. */
  revived: string
  /** The money that went back at the provider; `amount` is empty when nobody knows it. */
  refunded(amount: string): string
  more(count: number): string
  moreWarnings(count: number): string
  customer: string
  /** A reminder that lacks a part of its order, and the key that prints the whole. */
  readWhole: string
  /** The whole order could not be read from the server. */
  notRead: string
  closed: Record<AnyEnd, string>
  /** The answer of a human; `reason` is that of a rejection or cancellation, and may be empty. */
  answered(move: Answer['move'], reason: string): string
  /** The same before it has left the device; `seconds`: how long it can be taken back. */
  willAnswer(move: Answer['move'], reason: string, seconds: number): string
  /** An answer was taken back. */
  undone: string
  nothingToUndo: string
  by(name: string): string
  refusedAnswer(code: string): string
  refusedCodes: Partial<Record<string, string>>
  /** There is no reminder that the typed key could answer. */
  nothingWaits: string
  /** No order that waits has a number that ends so. */
  noSuchOrder(tail: string): string
  /** More than one order that waits has such a number. */
  severalOrders(tail: string): string
  /** 知道了 is no answer to an order. */
  orderWaits: string
  reasonNeeded: string
  /** Of a sound check that was heard. */
  soundChecked: string
  /** There is no printer to try. */
  noPrinter: string
  /** The end of a test print at an address; `fault`: one of `PRINTER_FAULTS`, in words; absent: it was printed. */
  testPrinted(address: string, fault?: string): string
  /** Of a platform of Node's `process.platform`, as in `noPlayer`. */
  noEngine(platform: string): string
  /** Nothing here plays the chime. */
  noPlayer(platform: string): string
  voiceMissing: string
  /** An utterance was not heard; `why` is one of `unheard`, or an outcome of a newer core. */
  notHeard(why: string): string
  unheard: Partial<Record<string, string>>
  /** A reminder of which this program cannot read everything. */
  unsure: string
  /** The command to type when the server does not accept this device any more. */
  pairAgain: string
}

const zhCN: TerminalMessages = {
  keys: '按键（输入后回车）：a 接单 · r 原因 拒单 · k 知道了（最早的一单，或写上尾号：a 0042）· u 撤销 · w 看全单 · m 10 静音十分钟 · m 0 恢复声音 · t 试音 · p 试打 · l 列表 · q 退出',
  logIn: (file) => `技术日志写在：${file}`,
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
  cash: (payment) => (payment === 'cash' ? '货到付款/现金' : payment),
  revived: '顾客付款晚了，订单已恢复',
  refunded: (amount) => (amount === '' ? '支付平台有退款，金额不明，请核对' : `支付平台已退款 ${amount}，请核对`),
  more: (count) => `……另有 ${count} 样`,
  moreWarnings: (count) => `……另有 ${count} 条注意`,
  customer: '顾客',
  readWhole: '没有全部显示：输入 w 看全单',
  notRead: '没有读到全单，请稍后再试。',
  closed: { acknowledged: '已处理', cancelled: '已取消', expired: '已过期，无人处理', closed: '已关闭' },
  answered(move, reason) {
    const why = reason === '' ? '' : `（${reason}）`
    if (move === 'reject') return `已拒单${why}`
    if (move === 'cancel') return `已取消${why}`
    return { confirm: '已接单', acknowledge: '知道了', dispatch: '已送出', complete: '已完成' }[move]
  },
  willAnswer(move, reason, seconds) {
    const will = {
      reject: `将拒单（${reason}）`,
      cancel: `将取消（${reason}）`,
      confirm: '将接单',
      acknowledge: '将记为知道了',
      dispatch: '将记为已送出',
      complete: '将记为已完成',
    }[move]
    return `${will}，${seconds} 秒内输入 u 可以撤销`
  },
  undone: '已撤销，什么也没有送出',
  nothingToUndo: '没有可以撤销的：时间已过，或者还没有处理过。',
  by: (name) => `（${name}）`,
  refusedAnswer: (why) => `没有成功：${why}`,
  refusedCodes: {
    order_move_illegal: '订单已经被处理过了',
    order_unknown: '找不到这个订单',
    reminder_closed: '这条提醒已经关闭',
    reminder_needs_answer: '新订单要接单或拒单',
    body_invalid: '原因写得不对或太长',
    outbox_full: '等待送达的处理太多',
    unauthenticated: '本设备已不被接受',
  },
  nothingWaits: '没有待处理的提醒。',
  noSuchOrder: (tail) => `没有单号以 ${cleanLine(tail, 40)} 结尾的订单在等。`,
  severalOrders: (tail) => `不止一单的单号以 ${cleanLine(tail, 40)} 结尾，请多输几位。`,
  orderWaits: '新订单要用 a 接单，或 r 原因 拒单。',
  reasonNeeded: '请写上原因，例如：r 卖完了',
  soundChecked: '试音完成，听到了吗？',
  noPrinter: '没有设置打印机：npm run listen -- --printer tcp://192.168.1.50',
  testPrinted: (address, fault) =>
    fault === undefined ? `${address}：测试页已送出，请看纸上。` : `${address}：没有打印，${fault}。`,
  noEngine: (platform) =>
    platform === 'linux'
      ? '没有找到 espeak-ng：提醒只显示，不朗读（Debian/Ubuntu：apt install espeak-ng）。'
      : '系统的朗读功能不可用：提醒只显示，不朗读。',
  noPlayer: (platform) =>
    platform === 'linux'
      ? '响不了铃：没有能用的播放程序（pw-play、paplay 或 aplay）。请检查扬声器（Debian/Ubuntu：apt install pulseaudio-utils 或 alsa-utils）。'
      : '响不了铃：系统没有放出声音，请检查扬声器。',
  voiceMissing: '选定的发音人不在本机，由系统默认的朗读。',
  notHeard: (why) => `没有读出来：${why}`,
  unheard: {
    no_engine: '本机没有朗读程序',
    no_voice: '本机没有这种语言的语音',
    no_audio_device: '没有找到扬声器',
    timeout: '朗读没有回应',
    output_muted: '系统静音了，请打开系统音量',
    output_low: '系统音量太低，请调高',
    engine_failed: '朗读一再没有回应，一分钟后再试；先把铃声放到最响',
    failed: '朗读没有成功',
    stopped: '被停止了',
    speech_off: '设置里关闭了这类提醒的朗读',
    show_only: '本机设为只显示',
    ring_only: '本机设为只响铃',
  },
  unsure: '本程序不能完全看懂这条提醒，请更新。',
  pairAgain: '重新配对：npm run listen -- --code 配对码',
}

const en: TerminalMessages = {
  keys: 'Keys (then Enter): a accept · r REASON reject · k noted (the oldest, or with the end of its number: a 0042) · u undo · w whole order · m 10 mute for ten minutes · m 0 sound on · t sound check · p test print · l list · q quit',
  logIn: (file) => `Technical lines are written to ${file}`,
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
  cash: (payment) => (payment === 'cash' ? 'cash: take the money' : payment),
  revived: 'paid late; order restored',
  refunded: (amount) =>
    amount === '' ? 'refunded at the provider, amount unknown' : `refunded at the provider: ${amount}`,
  more: (count) => `… and ${count} more`,
  moreWarnings: (count) => `… and ${count} more warnings`,
  customer: 'customer',
  readWhole: 'Not all of it is here: w prints the whole order',
  notRead: 'The whole order could not be read. Please try again.',
  closed: { acknowledged: 'answered', cancelled: 'cancelled', expired: 'expired, nobody answered', closed: 'closed' },
  answered(move, reason) {
    const why = reason === '' ? '' : ` (${reason})`
    if (move === 'reject') return `rejected${why}`
    if (move === 'cancel') return `cancelled${why}`
    return { confirm: 'accepted', acknowledge: 'noted', dispatch: 'sent out', complete: 'completed' }[move]
  },
  willAnswer(move, reason, seconds) {
    const will = {
      reject: `will be rejected (${reason})`,
      cancel: `will be cancelled (${reason})`,
      confirm: 'will be accepted',
      acknowledge: 'will be noted',
      dispatch: 'will be sent out',
      complete: 'will be completed',
    }[move]
    return `${will}; u within ${seconds} s takes it back`
  },
  undone: 'taken back; nothing was sent',
  nothingToUndo: 'There is nothing to take back: its time is over, or nothing was answered.',
  by: (name) => ` by ${name}`,
  refusedAnswer: (why) => `That did not work: ${why}`,
  refusedCodes: {
    order_move_illegal: 'the order has already been dealt with',
    order_unknown: 'there is no such order',
    reminder_closed: 'the reminder is already closed',
    reminder_needs_answer: 'a new order is accepted or rejected',
    body_invalid: 'the reason is wrong or too long',
    outbox_full: 'too many answers wait to be sent',
    unauthenticated: 'this device is no longer accepted',
  },
  nothingWaits: 'Nothing waits.',
  noSuchOrder: (tail) => `No order waits whose number ends in ${cleanLine(tail, 40)}.`,
  severalOrders: (tail) => `More than one order waits whose number ends in ${cleanLine(tail, 40)}: type more of it.`,
  orderWaits: 'A new order is answered by a (accept) or r REASON (reject).',
  reasonNeeded: 'A reason is needed, such as: r sold out',
  soundChecked: 'The sound check has ended. Did you hear it?',
  noPrinter: 'No printer is set: npm run listen -- --printer tcp://192.168.1.50',
  testPrinted: (address, fault) =>
    fault === undefined
      ? `${address}: the test page was sent; look at the paper.`
      : `${address}: not printed, ${fault}.`,
  noEngine: (platform) =>
    platform === 'linux'
      ? 'espeak-ng was not found: reminders are printed, not spoken (Debian/Ubuntu: apt install espeak-ng).'
      : 'The system’s speech does not work: reminders are printed, not spoken.',
  noPlayer: (platform) =>
    platform === 'linux'
      ? 'The chime cannot be heard: no player works (pw-play, paplay or aplay). Check the loudspeaker (Debian/Ubuntu: apt install pulseaudio-utils or alsa-utils).'
      : 'The chime cannot be heard: the system played no sound. Check the loudspeaker.',
  voiceMissing: 'The chosen voice is not installed; the system’s choice speaks instead.',
  notHeard: (why) => `Not spoken: ${why}`,
  unheard: {
    no_engine: 'this machine has no speech program',
    no_voice: 'this machine has no voice for the language',
    no_audio_device: 'no loudspeaker was found',
    timeout: 'the voice did not respond',
    output_muted: 'the system is muted; turn its sound on',
    output_low: 'the system’s volume is too low; turn it up',
    engine_failed:
      'the voice does not respond and is tried again after a minute; meanwhile the chime rings at its loudest',
    failed: 'speaking failed',
    stopped: 'it was stopped',
    speech_off: 'the settings turn speech off for this kind',
    show_only: 'this device only shows',
    ring_only: 'this device only rings',
  },
  unsure: 'This program cannot read all of this reminder; please update it.',
  pairAgain: 'To pair it again: npm run listen -- --code CODE',
}

const ALL: Record<Locale, TerminalMessages> = { 'zh-CN': zhCN, en }

/** Looks up everything the terminal prints, in one language. */
export function terminalMessages(locale: Locale): TerminalMessages {
  return ALL[locale]
}
