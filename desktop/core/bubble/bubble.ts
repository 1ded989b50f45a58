import type { Locale } from '../../../shared/locales.ts'
import { formatMoney } from '../../../shared/money.ts'
import { ownEntry } from '../../../shared/own-entry.ts'
import { numberTail } from '../../../shared/phrases/order-tail.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { type ToldKind, toldKind } from '../../../shared/reminder.ts'
import { cleanLine } from '../../../shared/text.ts'
import { warningsOf } from '../../../shared/warnings/order-warnings.ts'
import { type BubbleWords, bubbleWords } from './bubble-words.ts'

/** The system's notification of a reminder, in plain text without a control character. */
export interface Bubble {
  title: string
  /** Each of one subject, the most important first: systems cut at the end. */
  lines: readonly string[]
}

const MAX_CALLED = 24
const MAX_CODE = 24
const MAX_LINE = 160

/**
 * Writes a notification for eyes, which the voice's sentence is not: the number that people call, what a cook must read,
 * then facts, then dishes. Systems show it on lock screens, so it holds neither name nor phone nor address, nor the remark,
 * in which customers write them.
 */
export function bubbleOf(reminder: ReminderFrame, locale: Locale): Bubble {
  const { order } = reminder
  const words = bubbleWords(locale)
  const kind = toldKind(reminder)
  const called = numberTail(order.number).join('') || cleanLine(order.number, MAX_CALLED)
  const lines = [warningLine(reminder, kind, words), factLine(reminder, kind, words, locale), dishLine(reminder, kind)]
  return {
    title: `${words.title[kind]} ${called}`.trim(),
    lines: lines.map((line) => cleanLine(line, MAX_LINE)).filter((line) => line !== ''),
  }
}

/** Nothing is to be cooked of an order that was called off. */
function warningLine({ order }: ReminderFrame, kind: ToldKind, words: BubbleWords): string {
  if (kind === 'cancel') return ''
  const { warnings, more } = warningsOf(order)
  const told = warnings.map(({ item, text }) => `⚠ ${item === undefined ? '' : `${item} `}${text}`)
  return [...told, ...(more > 0 ? [words.moreWarnings(more)] : [])].join(' ')
}

function factLine({ order }: ReminderFrame, kind: ToldKind, words: BubbleWords, locale: Locale): string {
  const money = (amountMinor: number) => formatMoney(amountMinor, order.currency, locale)
  const { fulfilment, amountMinor, items, moreItems, urges, cancelReason, refund } = order
  const how = ownEntry(words.fulfilment, fulfilment) ?? cleanLine(fulfilment.replaceAll('_', ' '), MAX_CODE)
  const portions = items.reduce((sum, { quantity }) => sum + quantity, 0)
  const facts = [
    kind === 'urge' && urges > 0 && words.urged(urges),
    kind === 'cancel' && cancelReason !== undefined && words.reason(cancelReason),
    kind === 'refund' && refund?.amountMinor !== undefined && words.refunded(money(refund.amountMinor)),
    how,
    portions > 0 && words.portions(portions, moreItems > 0),
    amountMinor !== undefined && money(amountMinor),
  ]
  return facts.filter((fact) => fact !== false && fact !== '').join(' · ')
}

function dishLine({ order }: ReminderFrame, kind: ToldKind): string {
  if (kind === 'cancel' || kind === 'refund') return ''
  return order.items.map(({ name, quantity }) => `${quantity}× ${name}`).join(' · ')
}
