import { CURRENCIES, type Currency, currencySchema } from '../../../shared/money.ts'
import { UnfitBody } from './port.ts'

/** Reads a currency’s code. Throws {@link UnfitBody} for one that is not spoken here. */
export function readCurrency(code: string): Currency {
  const result = currencySchema.safeParse(code.trim().toUpperCase())
  if (!result.success) throw new UnfitBody('the currency is none of those that are spoken here')
  return result.data
}

const DECIMAL = /^(\d{1,13})(?:\.(\d{1,20}))?$/

/**
 * Reads an amount as platforms write it, `"29.35"`, in minor units, without ever being a fraction; `undefined` for what is
 * no exact amount of this currency. Digits that are zero may follow: JPY as `"1200.00"`.
 */
export function minorOf(text: string, currency: Currency): number | undefined {
  const [, major, minor = ''] = DECIMAL.exec(text.trim()) ?? []
  if (major === undefined) return undefined
  const digits = CURRENCIES[currency]
  if (/[^0]/.test(minor.slice(digits))) return undefined
  const amount = Number(`${major}${minor.slice(0, digits).padEnd(digits, '0')}`)
  return Number.isSafeInteger(amount) ? amount : undefined
}

/** Reads an amount that an order cannot be without. Throws {@link UnfitBody}, which names the place. */
export function readAmount(text: string, currency: Currency, place: string): number {
  const amount = minorOf(text, currency)
  if (amount === undefined) throw new UnfitBody(`${place} is no amount of ${currency}`)
  return amount
}

/** Reads the amount of one piece from that of a line, where it comes out even. */
export function unitAmount(lineMinor: number | undefined, quantity: number): number | undefined {
  if (lineMinor === undefined || !Number.isInteger(quantity) || quantity < 1 || lineMinor % quantity !== 0)
    return undefined
  return lineMinor / quantity
}
