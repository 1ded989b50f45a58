import type { Fulfilment } from '../order.ts'
import { ownEntry } from '../own-entry.ts'
import { LEVEL } from '../reminder.ts'
import { EN_OVERDUE, enReader, paceOf, SEE_SCREEN } from './en-parts.ts'
import { EN_WARNING_WORDS, enNumbers } from './en-waiting.ts'
import { enCount, enDuration, enMoney, enNumber, enTail } from './en-words.ts'
import { natural, wholeHours } from './natural.ts'
import { LATE_MINUTES, type SpokenContext, type SpokenReminder } from './phrases.ts'
import { type ReadOrder, readOrder } from './read-order.ts'
import { bounded } from './sentence.ts'
import { type Form, LAST_FORM } from './shrinking.ts'
import { type SpokenDish, type SpokenOrder, spokenCode, spokenOrder, waitedMinutes } from './spoken-order.ts'
import { tellOrder } from './tell-order.ts'

const ORDERS: Record<Fulfilment, string> = { delivery: 'delivery', pickup: 'pickup', dine_in: 'dine in' }

/** Writes the first telling of an order: number, warnings, remark, dishes; as short as it can be. */
export function enNewOrder(frame: SpokenReminder, now: number, context: SpokenContext): string[] {
  const reader = enReader(context)
  const read = readOrder(frame.order, reader, context.openNumbers)
  const kind = ownEntry(ORDERS, frame.order.fulfilment)
  const code = kind === undefined ? spokenCode(frame.order.fulfilment, reader) : ''
  return tellOrder(read, bounded(paceOf(context)), {
    warnings: EN_WARNING_WORDS,
    numbers: enNumbers,
    write: (form, cut) => parts({ frame, read, kind, code, form, cut }, now),
  })
}

interface Draft {
  frame: SpokenReminder
  read: ReadOrder
  kind: string | undefined
  code: string
  form: Form
  cut: boolean
}

/** Writes how long the order has waited, when this device was away; or that its limit has passed. */
function age({ overdue }: Pick<SpokenReminder, 'overdue'>, waited: number, { bare }: Form): string {
  if (overdue) return EN_OVERDUE
  return waited < LATE_MINUTES ? '' : `waiting for ${enDuration(bare ? (wholeHours(waited) ?? 0) : waited)}`
}

function parts({ frame, read, kind, code, form, cut }: Draft, now: number): string[] {
  const { order, unsure, level } = frame
  const spoken = spokenOrder(read, form)
  const isLast = form === LAST_FORM
  const waited = waitedMinutes(order, now) ?? 0
  const money = order.amountMinor === undefined ? undefined : enMoney(order.amountMinor, order.currency)
  return [
    ...head(spoken, kind, form),
    form.bare ? '' : code,
    order.payment === 'cash' && !form.bare ? 'paid in cash' : '',
    order.revived ? `${form.bare ? '' : 'paid late, '}order restored` : '',
    isLast ? '' : age(frame, waited, form),
    attention(spoken),
    remark(spoken, form),
    ...(form.bare ? [] : dishes(spoken, form)),
    form.total && money !== undefined ? `total ${money}` : '',
    level === LEVEL.loudest && !isLast ? `please accept ${form.bare ? '' : 'it '}now` : '',
    spoken.seeScreen || unsure || money === undefined || (cut && leavesOut(spoken)) ? SEE_SCREEN : '',
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

/** Writes the warnings; they come before every remark. */
function attention({ warnings, left, unheard }: SpokenOrder): string {
  const told = warnings.map(({ dish, text }) => (dish === '' ? text : `${dish}: ${text}`))
  if (told.length === 0) return left > 0 || unheard ? 'it has a warning' : ''
  return `Attention: ${[...told, left > 0 ? 'more warnings' : ''].filter((part) => part !== '').join(', ')}`
}

function remark({ remark }: SpokenOrder, { labels }: Form): string {
  return remark === '' || labels !== 'spaced' ? remark : `note: ${remark}`
}

function dishes({ dishes, kinds }: SpokenOrder, { ones }: Form): string[] {
  const more = kinds > dishes.length ? [`${enCount(kinds, 'item')}${dishes.length === 0 ? '' : ' in all'}`] : []
  return [...dishes.map((dish) => dishOf(dish, ones)), ...more]
}

/**
 * Writes a dish: `two spring rolls`; above twelve `13 times spring rolls`, because "13 7 Up" would be another number.
 */
function dishOf({ name, quantity, warning, note }: SpokenDish, ones: boolean): string {
  const count = natural(quantity)
  const bare = count === 1 && !ones && name !== '' && !/^\p{N}/u.test(name)
  const counted = bare
    ? name
    : `${enNumber(count)}${count > 12 ? ' times' : ''} ${name || (count === 1 ? 'item' : 'items')}`
  const said = `${warning ? 'attention: ' : ''}${counted}`
  return note === undefined ? said : `${said}, ${note.warning ? 'attention: ' : ''}${note.text}`
}

function leavesOut({ dishes, kinds }: SpokenOrder): boolean {
  return kinds > dishes.length
}
