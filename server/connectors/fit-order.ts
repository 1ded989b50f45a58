import { createOrderSchema, type OrderItem } from '../../shared/api/orders.ts'
import { cleanLine, cutUnits } from '../../shared/text.ts'
import { findWarnings } from '../../shared/warnings/find-warnings.ts'
import { type DraftItem, type DraftOrder, type FittedOrder, UnfitBody } from './kit/port.ts'

/** The limits of an order (shared/api/orders.ts), in UTF-16 units. */
const LONGEST = { number: 64, name: 200, note: 500, remark: 10_000, customer: { name: 100, phone: 40, address: 500 } }
const MOST_ITEMS = 200
const MOST_PORTIONS = 9_999

/**
 * Fits a platform’s order to the limits of ours. Nothing of it is dropped: a note that is too long and the lines past
 * the last one stand in the remark, and what the remark cannot hold ends behind the warnings in it (I20). Throws
 * {@link UnfitBody} for an order that is none.
 */
export function fitOrder(draft: DraftOrder): FittedOrder {
  const lines = draft.items.filter(({ quantity }) => quantity > 0)
  const whole = lines.map(fitItem)
  const items = whole.slice(0, MOST_ITEMS).map(({ item }) => item)
  const moved = [
    ...whole.slice(0, MOST_ITEMS).flatMap(({ longNote }) => longNote ?? []),
    ...lines.slice(MOST_ITEMS).map(inWords),
  ]
  const remarks = [...draft.remarks, ...moved].map((line) => line.trim()).filter((line) => line !== '')
  const { name, phone, address } = draft.customer
  const customer = {
    ...part('name', name, LONGEST.customer.name),
    ...part('phone', phone, LONGEST.customer.phone),
    ...part('address', address, LONGEST.customer.address),
  }
  const fitted: FittedOrder = {
    number: numberOf(draft.number),
    amountMinor: draft.amountMinor,
    currency: draft.currency,
    fulfilment: draft.fulfilment,
    // An order of a fee alone, say: it is paid, so it rings.
    items: items.length > 0 ? items : [{ name: numberOf(draft.number), quantity: 1 }],
    remark: remarks.length > 0 ? fitRemark(remarks.join('\n')) : undefined,
    customer: Object.keys(customer).length > 0 ? customer : undefined,
  }
  requireOrder(fitted)
  return fitted
}

function requireOrder(fitted: FittedOrder): void {
  const result = createOrderSchema.safeParse({ storeId: 'any', ...fitted })
  if (result.success) return
  throw new UnfitBody(`not an order: ${result.error.issues.map(({ path }) => path.join('.')).join(', ')}`)
}

/** Fits one line. `longNote`: the whole of a name or a note that the line cannot hold. */
function fitItem(draft: DraftItem): { item: OrderItem; longNote?: string } {
  const { quantity } = draft
  const whole = Number.isInteger(quantity) && quantity <= MOST_PORTIONS
  const name = cleanLine(draft.name, LONGEST.name) || '—'
  const note = noteOf(draft)
  const item: OrderItem = {
    // Half a kilogram is one line of it.
    name: whole ? name : cutUnits(`${quantity} × ${name}`, LONGEST.name),
    quantity: whole ? quantity : 1,
    ...(whole && draft.unitAmountMinor !== undefined && { unitAmountMinor: draft.unitAmountMinor }),
    ...(note !== '' && { note: cutUnits(note, LONGEST.note) }),
  }
  const cut = note.length > LONGEST.note || draft.name.length > LONGEST.name
  return cut ? { item, longNote: `${plain(draft.name).trim()}：${note}` } : { item }
}

function noteOf({ notes }: DraftItem): string {
  return plain(
    notes
      .map((note) => note.trim())
      .filter((note) => note !== '')
      .join('；'),
  )
}

function inWords(draft: DraftItem): string {
  const note = noteOf(draft)
  return `${draft.quantity} × ${cleanLine(draft.name, LONGEST.name)}${note === '' ? '' : `（${note}）`}`
}

/** Cuts a remark that is too long, behind its warnings. */
function fitRemark(text: string): string {
  const remark = plain(text)
  if (remark.length <= LONGEST.remark) return remark
  const warnings = findWarnings(remark).map((warning) => warning.text)
  return cutUnits([...warnings, remark].join('\n'), LONGEST.remark)
}

/** Makes an order number of whatever a platform calls its order: `#1001` is 1001. Throws {@link UnfitBody}. */
function numberOf(text: string): string {
  const number = cleanLine(text.trim().replace(/^#/, ''), LONGEST.number)
  if (number === '') throw new UnfitBody('the order has no number')
  // A name such as ld_1_1 belongs to payments.
  return number.startsWith('ld_') ? number.replaceAll('_', '-') : number
}

function part<Name extends string>(name: Name, text: string | undefined, max: number): Partial<Record<Name, string>> {
  const value = plain(text ?? '').trim()
  return value === '' ? {} : ({ [name]: cutUnits(value, max) } as Record<Name, string>)
}

/** Leaves out what the database cannot hold. */
function plain(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '')
}
