import type { ReadAttention } from '../../../shared/api/order-attention.ts'
import type { ReadRefundPlan, ReadStoreRefund } from '../../../shared/api/store-refunds.ts'
import type { Locale } from '../../../shared/locales.ts'
import { formatMoney } from '../../../shared/money.ts'
import { ownEntry } from '../../../shared/own-entry.ts'
import { cleanLine } from '../../../shared/text.ts'
import type { RestResult } from '../rest/rest-client.ts'
import { en } from './en.ts'
import type { MoneyWords } from './money-words.ts'
import { zhCN } from './zh-cn.ts'

const WORDS: Record<Locale, MoneyWords> = { 'zh-CN': zhCN, en }

/**
 * A statement about money, and who has to do something about it. hand: a human of the shop. machine: nobody, the server
 * does it. settled: nobody, nothing is left. unsure: somebody should look.
 */
export interface MoneySaid {
  tone: 'hand' | 'machine' | 'settled' | 'unsure'
  text: string
}

const PLAN_TONES: Readonly<Record<string, MoneySaid['tone']>> = {
  automatic: 'machine',
  by_hand: 'hand',
  unpaid: 'settled',
  returned: 'settled',
}
const REFUND_TONES: Readonly<Record<string, MoneySaid['tone']>> = {
  under_way: 'machine',
  by_hand: 'hand',
  failed: 'hand',
  done: 'settled',
}

/** Words the server's plan for an order's money, if the order is called off. What the server does not say, nobody guesses. */
export function sayPlan(plan: ReadRefundPlan | null | undefined, locale: Locale): MoneySaid {
  const words = WORDS[locale]
  const say = plan ? ownEntry(words.plan, plan.way) : undefined
  if (!plan || say === undefined) return { tone: 'unsure', text: words.notTold }
  const text = say(formatMoney(plan.amountMinor, plan.currency, locale))
  return {
    tone: ownEntry(PLAN_TONES, plan.way) ?? 'unsure',
    text: plan.refundUnknown ? words.joined(text, [words.unknownPart]) : text,
  }
}

/** Words the state of money that goes back, or has gone. */
export function sayRefund(refund: ReadStoreRefund, locale: Locale): MoneySaid {
  const words = WORDS[locale]
  const { state, paidMinor, refundedMinor, owedMinor, currency, notedBy, refundUnknown } = refund
  const money = (minor: number) => formatMoney(minor, currency, locale)
  const say = ownEntry(words.refund, state)
  if (say === undefined) return { tone: 'unsure', text: words.notTold }
  const more = [
    refundedMinor > 0 && owedMinor > 0 && words.part(money(paidMinor), money(refundedMinor)),
    refundUnknown && words.unknownPart,
    notedBy !== null && words.notedBy(cleanLine(notedBy.name ?? words.operator, 60)),
  ].filter((part) => part !== false)
  const text = say(money(state === 'done' ? refundedMinor : owedMinor))
  return {
    tone: ownEntry(REFUND_TONES, state) ?? 'unsure',
    text: more.length === 0 ? text : words.joined(text, more),
  }
}

/** Words what calling an order off would do to its money, from the answer of the server, or that there was none. */
export function sayBefore(read: RestResult<ReadAttention>, locale: Locale): MoneySaid {
  if (!read.ok) return { tone: 'unsure', text: WORDS[locale].unreachable }
  return sayPlan(read.value.ifCalledOff, locale)
}

/** Words in short what calling an order off would do to its money, as {@link sayBefore} does. */
export function saySlip(read: RestResult<ReadAttention>, locale: Locale): MoneySaid {
  const { slip } = WORDS[locale]
  const { tone } = sayBefore(read, locale)
  const plan = read.ok ? read.value.ifCalledOff : undefined
  const say = (plan && ownEntry<(amount: string) => string>(slip, plan.way)) ?? slip.unknown
  return { tone, text: say(plan ? formatMoney(plan.amountMinor, plan.currency, locale) : '') }
}

/** Words what became of the money of an order that was called off: a statement for each payment that goes back. */
export function sayAfter(read: RestResult<ReadAttention>, locale: Locale): readonly MoneySaid[] {
  if (!read.ok) return [{ tone: 'unsure', text: WORDS[locale].unreachable }]
  const { refunds } = read.value
  if (refunds === undefined) return [{ tone: 'unsure', text: WORDS[locale].notTold }]
  return refunds.map((refund) => sayRefund(refund, locale))
}
