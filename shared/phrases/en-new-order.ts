import type { Fulfilment } from '../order.ts'
import { ownEntry } from '../own-entry.ts'
import { LEVEL } from '../reminder.ts'
import { enReader, paceOf, SEE_SCREEN } from './en-parts.ts'
import { enCount, enDuration, enMoney, enNumber, enTail } from './en-words.ts'
import { natural } from './natural.ts'
import { LATE_MINUTES, type SpokenContext, type SpokenReminder } from './phrases.ts'
import { bounded, sentence, shortOrder } from './sentence.ts'
import { CUT_FORMS, FORMS, type Form } from './shrinking.ts'
import { type SpokenItem, type SpokenOrder, spokenCode, spokenOrder, waitedMinutes } from './spoken-order.ts'

const ORDERS: Record<Fulfilment, string> = { delivery: 'delivery', pickup: 'pickup', dine_in: 'dine in' }

/** Writes the first telling of an order: number, warning or remark, dishes; as short as it can be. */
export function enNewOrder(frame: SpokenReminder, now: number, context: SpokenContext): string {
  const write = (form: Form, cut: boolean) => parts(frame, now, context, form, cut)
  const forms = FORMS.map((form) => write(form, false))
  const isShort = forms.some((candidate) => shortOrder(candidate.filter((part) => part !== '').join(', ')))
  if (isShort) return sentence(', ', forms, shortOrder)
  return sentence(
    ', ',
    [...forms.slice(-2, -1), ...CUT_FORMS.map((form) => write(form, true))],
    bounded(paceOf(context)),
  )
}

function parts(
  { order, unsure, level }: SpokenReminder,
  now: number,
  context: SpokenContext,
  form: Form,
  cut: boolean,
): string[] {
  const reader = enReader(context)
  const spoken = spokenOrder(order, reader, context.openNumbers ?? [], form.lengths)
  const waited = waitedMinutes(order, now) ?? 0
  const money = order.amountMinor === undefined ? undefined : enMoney(order.amountMinor, order.currency)
  return [
    ...head(spoken, ownEntry(ORDERS, order.fulfilment), form),
    Object.hasOwn(ORDERS, order.fulfilment) ? '' : spokenCode(order.fulfilment, reader),
    order.revived ? 'paid late, order restored' : '',
    waited >= LATE_MINUTES ? `waiting for ${enDuration(waited)}` : '',
    remark(spoken, form),
    ...dishes(spoken, form),
    form.total && money !== undefined ? `total ${money}` : '',
    level === LEVEL.loudest ? 'please accept it now' : '',
    spoken.seeScreen || unsure || money === undefined || (cut && leavesOut(spoken, form)) ? SEE_SCREEN : '',
  ]
}

function head({ tail }: SpokenOrder, kind: string | undefined, { head }: Form): string[] {
  const number = enTail(tail)
  const order = kind === undefined ? 'New order' : `New ${kind} order`
  if (number === '') return [order]
  if (head === 'full') return [order, `ending ${number}`]
  return [
    head === 'kind' && kind !== undefined ? `${kind[0]?.toUpperCase()}${kind.slice(1)} ${number}` : `Order ${number}`,
  ]
}

function remark({ remark }: SpokenOrder, { labels }: Form): string {
  if (remark === undefined) return ''
  if (remark.warning) return `Attention: ${remark.text}`
  return labels === 'spaced' ? `note: ${remark.text}` : remark.text
}

function dishes({ items, kinds }: SpokenOrder, { most, ones }: Form): string[] {
  const named = items.slice(0, most)
  const more = kinds > named.length ? [`${enCount(kinds, 'item')}${named.length === 0 ? '' : ' in all'}`] : []
  return [...named.map((item) => dish(item, ones)), ...more]
}

/**
 * Writes a dish: `two spring rolls`; above twelve `13 times spring rolls`, because "13 7 Up" would be another number.
 */
function dish({ name, quantity, note }: SpokenItem, ones: boolean): string {
  const count = natural(quantity)
  const bare = count === 1 && !ones && name !== '' && !/^\p{N}/u.test(name)
  const said = bare
    ? name
    : `${enNumber(count)}${count > 12 ? ' times' : ''} ${name || (count === 1 ? 'item' : 'items')}`
  return note === undefined ? said : `${said}, ${note.warning ? 'attention: ' : ''}${note.text}`
}

function leavesOut({ items, kinds }: SpokenOrder, { most }: Form): boolean {
  return kinds > Math.min(most, items.length)
}
