import type { Rule } from './reading/rules.ts'

/** How a customer's figures and signs are read in English. Texts have passed `plainSigns`. */

const N = '\\d+(?:\\.\\d+)?'
const UNITS: Record<string, string> = {
  kg: 'kilogram',
  mg: 'milligram',
  g: 'gram',
  ml: 'millilitre',
  cl: 'centilitre',
  cc: 'millilitre',
  l: 'litre',
  km: 'kilometre',
  cm: 'centimetre',
  mm: 'millimetre',
  m: 'metre',
  oz: 'ounce',
  lbs: 'pound',
  lb: 'pound',
  kcal: 'kilocalorie',
  kj: 'kilojoule',
  mins: 'minute',
  min: 'minute',
  hrs: 'hour',
  hr: 'hour',
  h: 'hour',
  pcs: 'piece',
  pc: 'piece',
}
const UNIT = Object.keys(UNITS).join('|')
const PARTS: Record<string, string> = { 2: 'half', 3: 'third', 4: 'quarter', 5: 'fifth', 6: 'sixth', 8: 'eighth' }
const PART = Object.keys(PARTS).join('|')
const SMALL = 'zero one two three four five six seven eight nine ten'.split(' ')

function plural(n: string, word: string): string {
  return `${n} ${word}${n === '1' ? '' : 's'}`
}

/** Reads a fraction: one half, three quarters. */
function fraction(a: string, b: string): string {
  const part = PARTS[b] ?? ''
  const many = a === '1' ? part : part === 'half' ? 'halves' : `${part}s`
  return `${SMALL[Number(a)] ?? a} ${many}`
}

function clock(hours: string, minutes: string): string {
  if (minutes === '00') return `${hours} o clock`
  return `${hours} ${minutes.startsWith('0') ? `oh ${minutes.slice(1)}` : minutes}`
}

export const EN_RULES: readonly Rule[] = [
  { name: 'w/o', pattern: /(?<![A-Za-z])w\/o(?![A-Za-z])/gi, read: 'without' },
  { name: 'w/', pattern: /(?<![A-Za-z])w\/ ?(?=[A-Za-z])/gi, read: 'with ' },
  { name: '¥38', pattern: new RegExp(`[¥￥] ?(${N})`, 'g'), read: '$1 yuan' },
  { name: '$5', pattern: new RegExp(`\\$ ?(${N})`, 'g'), read: (_, n = '') => plural(n, 'dollar') },
  { name: '€5', pattern: new RegExp(`€ ?(${N})`, 'g'), read: (_, n = '') => plural(n, 'euro') },
  { name: '£5', pattern: new RegExp(`£ ?(${N})`, 'g'), read: (_, n = '') => plural(n, 'pound') },
  {
    name: '2023-11-14',
    pattern: /(?<!\d)((?:19|20)\d\d)[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])(?!\d)/g,
    read: '$1 $2 $3',
  },
  { name: '10:30-11:00', pattern: /(?<=\d:\d{2}) ?[-~] ?(?=\d{1,2}:\d{2})/g, read: ' to ' },
  {
    name: '10:30',
    pattern: /(?<![\d:.])([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?(?!\d)/g,
    read: (_, h = '', m = '') => clock(h, m),
  },
  { name: '1:1', pattern: new RegExp(`(?<![\\d:])(${N}):(${N})(?![\\d:])`, 'g'), read: '$1 to $2' },
  {
    name: '1½',
    pattern: new RegExp(`(?<![\\d/])(\\d+) (\\d)/(${PART})(?![\\d/])`, 'g'),
    read: (_, whole = '', a = '', b = '') =>
      `${SMALL[Number(whole)] ?? whole} and ${fraction(a, b).replace(/^one half/, 'a half')}`,
  },
  {
    name: '1/2',
    pattern: new RegExp(`(?<![\\d/.])(\\d)/(${PART})(?![\\d/.])`, 'g'),
    read: (_, a = '', b = '') => fraction(a, b),
  },
  {
    name: '3/10',
    pattern: /(?<![\d/.])(\d{1,3})\/(\d{1,3})(?![\d/.])/g,
    read: (_, a = '', b = '') => `${a}${Number(a) < Number(b) ? ' over ' : ' '}${b}`,
  },
  { name: 'and/or', pattern: /(?<=[\p{L}\d]) ?\/ ?(?=[\p{L}\d])/gu, read: ' or ' },
  { name: '20×30', pattern: new RegExp(`(?<=\\d(?:${UNIT})?) ?[×xX*] ?(?=\\d)`, 'g'), read: ' by ' },
  { name: 'cola ×2', pattern: /(?<![A-Za-z])[×xX*] ?(\d+)(?![A-Za-z\d.])/g, read: ' times $1' },
  {
    name: '2×cola',
    pattern: /(?<![A-Za-z\d.])(\d+) ?[×xX*] (?=\p{L})|(?<![A-Za-z\d.])(\d+) ?× ?(?=\p{L})/gu,
    read: '$1$2 times ',
  },
  { name: '10-15', pattern: /(?<=\d(?:%|°C?|(?:k?g|m?l|[cm]?m))?) ?[-~] ?(?=\d)(?!\d+-)/gi, read: ' to ' },
  { name: '-18', pattern: new RegExp(`(?<![\\d\\p{L}])- ?(?=${N} ?°)`, 'gu'), read: 'minus ' },
  { name: '±', pattern: /±/g, read: ' plus or minus ' },
  { name: '~10', pattern: /(?<!\d)[~≈] ?(?=\d)/g, read: 'about ' },
  { name: '<5', pattern: /< ?(?=\d)/g, read: ' less than ' },
  { name: '>5', pattern: /> ?(?=\d)/g, read: ' more than ' },
  { name: '≤5', pattern: /[≤≦] ?(?=\d)/g, read: ' at most ' },
  { name: '≥5', pattern: /[≥≧] ?(?=\d)/g, read: ' at least ' },
  { name: '=', pattern: / ?= ?(?=[\p{L}\d])/gu, read: ' equals ' },
  { name: '+', pattern: / ?\+ ?(?=[\p{L}\d])/gu, read: ' plus ' },
  { name: '&', pattern: / ?& ?/g, read: ' and ' },
  { name: '°C', pattern: new RegExp(`(${N}) ?°C(?![A-Za-z])`, 'gi'), read: '$1 degrees Celsius' },
  { name: '°F', pattern: new RegExp(`(${N}) ?°F(?![A-Za-z])`, 'gi'), read: '$1 degrees Fahrenheit' },
  { name: '°', pattern: new RegExp(`(${N}) ?°`, 'g'), read: '$1 degrees' },
  { name: '50%', pattern: new RegExp(`(${N}) ?%`, 'g'), read: '$1 percent' },
  { name: '5‰', pattern: new RegExp(`(${N}) ?‰`, 'g'), read: '$1 per thousand' },
  { name: '12"', pattern: new RegExp(`(${N}) ?"`, 'g'), read: '$1 inch' },
  {
    name: '330ml',
    pattern: new RegExp(`(${N}) ?(${UNIT})(?![A-Za-z])`, 'gi'),
    read: (_, n = '', unit = '') => plural(n, UNITS[unit.toLowerCase()] ?? unit),
  },
  { name: 'No.5', pattern: /(?<![A-Za-z])No\. ?(?=\d)/gi, read: 'number ' },
  { name: '#3', pattern: /# ?(?=\d)/g, read: 'number ' },
  { name: '3#', pattern: /(?<![A-Za-z])(\d+) ?#/g, read: 'number $1' },
  { name: '7-Up', pattern: /(?<![A-Za-z])(\d+)-(?=[A-Za-z])/g, read: '$1 ' },
]
