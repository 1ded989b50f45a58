import * as z from 'zod'

/** The currencies we can speak and print, with the number of digits behind the point (ISO 4217). */
export const CURRENCIES = { CNY: 2, HKD: 2, MOP: 2, TWD: 2, SGD: 2, USD: 2, EUR: 2, GBP: 2, JPY: 0 } as const

export type Currency = keyof typeof CURRENCIES

export const currencySchema = z.enum(Object.keys(CURRENCIES) as [Currency, ...Currency[]])

/** Money in minor units (fen, cents): a non-negative safe integer, never a fraction. */
export const amountMinorSchema = z.int().min(0).max(100_000_000_00)

/**
 * Splits an amount into the digits before and behind the point, without ever dividing as a float.
 * `splitAmount(3850, 'CNY')` → `{ major: '38', minor: '50' }`; `minor` is empty for JPY.
 */
export function splitAmount(amountMinor: number, currency: Currency): { major: string; minor: string } {
  const digits = CURRENCIES[currency]
  const padded = String(amountMinor).padStart(digits + 1, '0')
  return { major: padded.slice(0, padded.length - digits), minor: digits === 0 ? '' : padded.slice(-digits) }
}

/** An amount as it is printed: `¥38.50`, `HK$12.00`, `JP¥1,200`. Uses the host's Intl. */
export function formatMoney(amountMinor: number, currency: Currency, locale: string): string {
  const { major, minor } = splitAmount(amountMinor, currency)
  const exact = (minor === '' ? major : `${major}.${minor}`) as `${number}`
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(exact)
}
