import { type Currency, splitAmount } from '../money.ts'
import { ownEntry } from '../own-entry.ts'
import { natural } from './natural.ts'

/**
 * Numbers, money and time in Chinese words. Engines read "12", "1.5" and "尾号123" each in their own way (a number,
 * its digits, English), so our own phrases contain no digits.
 */

const DIGITS = '零一二三四五六七八九'
/** The digits of an order number, in which 1 is 幺: 一 and 七 sound alike in noise. */
const CALLED_DIGITS = '零幺二三四五六七八九'
const PLACES = [
  [1_000, '千'],
  [100, '百'],
  [10, '十'],
  [1, ''],
] as const

const CURRENCY_NAMES: Record<Currency, string> = {
  CNY: '元',
  HKD: '港元',
  MOP: '澳门元',
  TWD: '台币',
  SGD: '新加坡元',
  USD: '美元',
  EUR: '欧元',
  GBP: '英镑',
  JPY: '日元',
}

/** Writes a natural number up to the largest safe integer: 105 → 一百零五, 20010 → 两万零一十. 两 only leads 千, 万 and 亿. */
export function zhNumeral(n: number): string {
  return inWords(natural(n))
    .replace(/^一十/, '十')
    .replace(/^二(?=[千万亿])/, '两')
}

/** Writes a number before a measure word: as {@link zhNumeral}, but 2 is 两. */
export function zhCount(n: number): string {
  return n === 2 ? '两' : zhNumeral(n)
}

/** Writes an order number's tail: `['A', '1', '0']` → `A 幺零`. Letters stand apart, or engines read them as a word. */
export function zhTail(tail: readonly string[]): string {
  return tail
    .map((character) => CALLED_DIGITS[Number(character)] ?? ` ${character} `)
    .join('')
    .replaceAll('  ', ' ')
    .trim()
}

/**
 * Writes an amount (minor units): 3850 CNY → 三十八元五角, 105 CNY → 一元零五分, 1200 JPY → 一千二百日元, 1250 HKD →
 * 十二点五港元. An unknown currency is named by its code, 12000 THB → 一百二十 THB; `undefined` when its digits are unknown.
 */
export function zhMoney(amountMinor: number, currency: Currency): string
export function zhMoney(amountMinor: number, currency: string): string | undefined
export function zhMoney(amountMinor: number, currency: string): string | undefined {
  const amount = splitAmount(natural(amountMinor), currency)
  if (amount === undefined) return undefined
  const { major, minor } = amount
  const name = ownEntry(CURRENCY_NAMES, currency) ?? ` ${currency}`
  if (currency === 'CNY') return yuan(Number(major), Number(minor[0]), Number(minor[1]))
  const decimals = minor.replace(/0+$/, '')
  if (decimals === '') return zhCount(Number(major)) + name
  return `${zhNumeral(Number(major))}点${[...decimals].map((d) => DIGITS.charAt(Number(d))).join('')}${name}`
}

/** Writes minutes: 不到一分钟, 两分钟, 一小时零五分钟, and from a day on 两天. */
export function zhDuration(minutes: number): string {
  const whole = natural(minutes)
  if (whole === 0) return '不到一分钟'
  if (whole >= 24 * 60) return `${zhCount(Math.floor(whole / (24 * 60)))}天`
  const hours = Math.floor(whole / 60)
  const rest = whole % 60
  if (hours === 0) return `${zhCount(rest)}分钟`
  if (rest === 0) return `${zhCount(hours)}小时`
  return `${zhCount(hours)}小时${rest < 10 ? '零' : ''}${zhNumeral(rest)}分钟`
}

function yuan(whole: number, jiao: number, fen: number): string {
  const words = [
    whole > 0 ? `${zhCount(whole)}元` : '',
    jiao > 0 ? `${DIGITS.charAt(jiao)}角` : '',
    fen > 0 ? `${whole > 0 && jiao === 0 ? '零' : ''}${DIGITS.charAt(fen)}分` : '',
  ].join('')
  return words === '' ? '零元' : words.replace(/^二(?=[角分])/, '两')
}

function inWords(n: number): string {
  if (n < 10_000) return belowTenThousand(n)
  const [unit, name] = n < 100_000_000 ? [10_000, '万'] : [100_000_000, '亿']
  const rest = n % unit
  const gap = rest > 0 && rest < unit / 10 ? '零' : ''
  return `${inWords(Math.floor(n / unit))}${name}${gap}${rest > 0 ? inWords(rest) : ''}`
}

function belowTenThousand(n: number): string {
  let words = ''
  let gap = ''
  for (const [unit, name] of PLACES) {
    const digit = Math.floor(n / unit) % 10
    if (digit > 0) words += `${gap}${DIGITS.charAt(digit)}${name}`
    gap = digit === 0 && words !== '' ? '零' : ''
  }
  return words === '' ? '零' : words
}
