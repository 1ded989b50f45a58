import * as z from 'zod'
import { ownEntry } from './own-entry.ts'
import { cleanLine } from './text.ts'

/** The currencies we can speak and print, with the number of digits behind the point (ISO 4217). */
export const CURRENCIES = { CNY: 2, HKD: 2, MOP: 2, TWD: 2, SGD: 2, USD: 2, EUR: 2, GBP: 2, JPY: 0 } as const

export type Currency = keyof typeof CURRENCIES

export const currencySchema = z.enum(Object.keys(CURRENCIES) as [Currency, ...Currency[]])

/** Money in minor units (fen, cents): a non-negative safe integer, never a fraction. */
export const amountMinorSchema = z.int().min(0).max(100_000_000_00)

/** Longest code of a currency that is shown; ISO 4217 has three letters. */
const MAX_CODE = 12

/**
 * Looks up a currency's digits behind the point (ISO 4217); `undefined`: unknown. An unknown currency is looked up in
 * the host's Intl. Where Intl prints no digits (IDR, HUF) it follows custom, while ISO 4217 may count two: an amount a
 * hundred times too large is worse than one in minor units, so that counts as unknown. Never throws.
 */
export function currencyDigits(currency: string): number | undefined {
  const known = ownEntry<number>(CURRENCIES, currency)
  if (known !== undefined) return known
  if (!knownToIntl(currency)) return undefined
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits || undefined
  )
}

/**
 * Splits an amount (minor units) into the digits before and behind the point, without dividing as a float.
 * `splitAmount(3850, 'CNY')` → `{ major: '38', minor: '50' }`; `minor` is empty for JPY; `undefined` when the
 * currency's digits are unknown.
 */
export function splitAmount(amountMinor: number, currency: Currency): { major: string; minor: string }
export function splitAmount(amountMinor: number, currency: string): { major: string; minor: string } | undefined
export function splitAmount(amountMinor: number, currency: string): { major: string; minor: string } | undefined {
  const digits = currencyDigits(currency)
  if (digits === undefined) return undefined
  const padded = String(amountMinor).padStart(digits + 1, '0')
  return { major: padded.slice(0, padded.length - digits), minor: digits === 0 ? '' : padded.slice(-digits) }
}

/**
 * Prints an amount (minor units): `¥38.50`, `HK$12.00`, `JP¥1,200`. An unknown currency is printed with its code, `THB
 * 120.50`, and in minor units where its digits are unknown. Uses the host's Intl. Never throws, whatever the currency.
 */
export function formatMoney(amountMinor: number, currency: string, locale: string): string {
  const amount = splitAmount(amountMinor, currency)
  if (amount === undefined) return inMinorUnits(amountMinor, currency, locale)
  const exact = (amount.minor === '' ? amount.major : `${amount.major}.${amount.minor}`) as `${number}`
  const currencyDisplay = Object.hasOwn(CURRENCIES, currency) ? 'symbol' : 'code'
  return new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay }).format(exact)
}

function inMinorUnits(amountMinor: number, currency: string, locale: string): string {
  const number = new Intl.NumberFormat(locale).format(amountMinor)
  const unit = locale.startsWith('zh') ? '（最小单位）' : ' (smallest units)'
  return `${cleanLine(currency, MAX_CODE)} ${number}${unit}`.trim()
}

/**
 * Whether the host's Intl has the currency. Hosts before 2022 have no `supportedValuesOf`; printing money must not
 * throw.
 */
function knownToIntl(currency: string): boolean {
  try {
    return Intl.supportedValuesOf('currency').includes(currency)
  } catch {
    return false
  }
}
