import { type Currency, splitAmount } from '../money.ts'
import { ownEntry } from '../own-entry.ts'
import { natural } from './natural.ts'

/** Numbers, money and time in English: here engines agree how digits are read. */

const SMALL = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')

interface Unit {
  one: string
  many: string
}

const cent = { one: 'cent', many: 'cents' }
/** Each currency's unit, and the hundredth of it. */
const CURRENCY_NAMES: Record<Currency, Unit & { minor: Unit }> = {
  CNY: { one: 'yuan', many: 'yuan', minor: { one: 'fen', many: 'fen' } },
  HKD: { one: 'Hong Kong dollar', many: 'Hong Kong dollars', minor: cent },
  MOP: { one: 'pataca', many: 'patacas', minor: { one: 'avo', many: 'avos' } },
  TWD: { one: 'Taiwan dollar', many: 'Taiwan dollars', minor: cent },
  SGD: { one: 'Singapore dollar', many: 'Singapore dollars', minor: cent },
  USD: { one: 'dollar', many: 'dollars', minor: cent },
  EUR: { one: 'euro', many: 'euros', minor: cent },
  GBP: { one: 'pound', many: 'pounds', minor: { one: 'penny', many: 'pence' } },
  JPY: { one: 'yen', many: 'yen', minor: { one: 'sen', many: 'sen' } },
}

/** Writes a natural number: up to twelve in words, above in digits grouped by commas, as engines read best. */
export function enNumber(n: number): string {
  return SMALL[natural(n)] ?? grouped(String(natural(n)))
}

/** Writes a count with its noun: `two orders`, `one order`, `no orders`. */
export function enCount(n: number, one: string, many = `${one}s`): string {
  return `${natural(n) === 0 ? 'no' : enNumber(n)} ${natural(n) === 1 ? one : many}`
}

/** Writes an order number's tail: `['A', '1', '0']` → `A, one zero`. Without the comma A would be an article. */
export function enTail(tail: readonly string[]): string {
  return tail
    .map((character) => SMALL[Number(character)] ?? `${character},`)
    .join(' ')
    .replace(/,$/, '')
}

/**
 * Writes an amount (minor units): 3850 CNY → 38 yuan 50, 3805 USD → 38 dollars and 5 cents, 1200 JPY → 1,200 yen, 50
 * GBP → 50 pence. An unknown currency is named by its code, 12050 THB → 120.50 THB; `undefined` when its digits are
 * unknown.
 */
export function enMoney(amountMinor: number, currency: Currency): string
export function enMoney(amountMinor: number, currency: string): string | undefined
export function enMoney(amountMinor: number, currency: string): string | undefined {
  const amount = splitAmount(natural(amountMinor), currency)
  if (amount === undefined) return undefined
  const { major, minor } = amount
  const names = ownEntry(CURRENCY_NAMES, currency)
  if (names === undefined) return `${grouped(major)}${Number(minor) === 0 ? '' : `.${minor}`} ${currency}`
  const whole = `${grouped(major)} ${major === '1' ? names.one : names.many}`
  const part = Number(minor)
  if (part === 0) return whole
  const hundredths = `${part} ${part === 1 ? names.minor.one : names.minor.many}`
  if (major === '0') return hundredths
  return part < 10 ? `${whole} and ${hundredths}` : `${whole} ${minor}`
}

/** Writes minutes: less than a minute, two minutes, one hour 15 minutes, and from a day on two days. */
export function enDuration(minutes: number): string {
  const whole = natural(minutes)
  if (whole === 0) return 'less than a minute'
  if (whole >= 24 * 60) return enCount(Math.floor(whole / (24 * 60)), 'day')
  const hours = Math.floor(whole / 60)
  const rest = whole % 60
  if (hours === 0) return enCount(rest, 'minute')
  return rest === 0 ? enCount(hours, 'hour') : `${enCount(hours, 'hour')} ${enCount(rest, 'minute')}`
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, ',')
}
