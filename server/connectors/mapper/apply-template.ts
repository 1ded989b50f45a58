import type { Currency } from '../../../shared/money.ts'
import type { Fulfilment } from '../../../shared/order.ts'
import { type DraftItem, type DraftOrder, type PlatformNews, UnfitBody } from '../kit/port.ts'
import { minorOf, readAmount, readCurrency } from '../kit/read-money.ts'
import { lookUp, parsePath } from './json-path.ts'
import type { Template } from './template.ts'

/** The values that paths begin at. */
interface Roots {
  $: unknown
  '@'?: unknown
}

/** Makes an order of a body by a template. Throws {@link UnfitBody}, naming the part of the template. */
export function applyTemplate(template: Template, body: unknown): PlatformNews {
  const roots = { $: body }
  const externalId = textAt(template.id, roots).trim()
  if (externalId === '' || externalId.length > 64) throw new UnfitBody('id leads to no id of 1 to 64 characters')
  const word = template.status === undefined ? undefined : textAt(template.status, roots)
  if (word !== undefined && template.calledOff?.includes(word))
    return { kind: 'called_off', externalId, at: undefined, returnedMinor: 0 }
  const money = moneyOf(template, word)
  if (money === undefined) return { kind: 'ignored', why: 'a status that says nothing' }
  return {
    kind: 'to_make',
    externalId,
    at: undefined,
    money,
    returnedMinor: 0,
    order: draftOf(template, roots, externalId),
  }
}

function moneyOf({ paid, onDelivery }: Template, word: string | undefined): 'paid' | 'on_delivery' | undefined {
  if (word === undefined || paid?.includes(word)) return 'paid'
  return onDelivery?.includes(word) ? 'on_delivery' : undefined
}

function draftOf(template: Template, roots: Roots, externalId: string): DraftOrder {
  const currency = readCurrency(textAt(template.currency, roots))
  const text = textAt(template.amount, roots)
  const { name, phone, address } = template.customer
  return {
    number: (template.number === undefined ? '' : textAt(template.number, roots)) || externalId,
    amountMinor: template.amountIn === 'minor' ? wholeOf(text) : readAmount(text, currency, 'amount'),
    currency,
    fulfilment: fulfilmentOf(template, roots),
    items: itemsOf(template, roots, currency),
    remarks: template.remarks.map((remark) => textAt(remark, roots)),
    customer: {
      ...(name !== undefined && { name: textAt(name, roots) }),
      ...(phone !== undefined && { phone: textAt(phone, roots) }),
      ...(address !== undefined && { address: textAt(address, roots) }),
    },
  }
}

function itemsOf({ items, amountIn }: Template, roots: Roots, currency: Currency): DraftItem[] {
  const list = valueAt(items.each, roots)
  if (!Array.isArray(list)) throw new UnfitBody('items.each leads to no list')
  return list.map((line: unknown) => {
    const inLine = { ...roots, '@': line }
    const quantity = Number(textAt(items.quantity, inLine))
    const amount = items.unitAmount === undefined ? '' : textAt(items.unitAmount, inLine)
    return {
      name: textAt(items.name, inLine),
      // A line without a number is one of it, rather than none.
      quantity: Number.isFinite(quantity) && quantity > 0 ? quantity : 1,
      unitAmountMinor: amountIn === 'minor' ? wholeOrNone(amount) : minorOf(amount, currency),
      notes: items.notes.map((note) => textAt(note, inLine)),
    }
  })
}

function fulfilmentOf({ fulfilment }: Template, roots: Roots): Fulfilment {
  if (typeof fulfilment === 'string') return fulfilment
  const word = textAt(fulfilment.path, roots)
  const fits = (['delivery', 'pickup', 'dine_in'] as const).find((one) => fulfilment[one]?.includes(word))
  return fits ?? fulfilment.otherwise
}

function wholeOf(text: string): number {
  const amount = wholeOrNone(text)
  if (amount === undefined) throw new UnfitBody('amount is no whole number of the smallest unit')
  return amount
}

function wholeOrNone(text: string): number | undefined {
  return /^\d{1,14}$/.test(text.trim()) ? Number(text) : undefined
}

function valueAt(text: string, roots: Roots): unknown {
  const path = parsePath(text)
  return path === undefined ? undefined : lookUp(path, roots[path.root])
}

/** Reads a part of the template as text; a list of texts is joined, and what is no plain value is written as JSON. */
function textAt(part: string, roots: Roots): string {
  if (/^(\$\$|@@)/.test(part)) return part.slice(1)
  return /^[$@]/.test(part) ? inWords(valueAt(part, roots)) : part
}

function inWords(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value === undefined || value === null) return ''
  if (Array.isArray(value))
    return value
      .map(inWords)
      .filter((word) => word !== '')
      .join('，')
  return JSON.stringify(value)
}
