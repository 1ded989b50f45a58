import type { Rule } from './reading/rules.ts'
import { zhCount, zhNumeral } from './zh-words.ts'

/** How a customer's figures and signs are read in Chinese. Texts have passed `plainSigns`. */

const N = '\\d+(?:\\.\\d+)?'
/** Words that count: before them two is 两. 两 itself (50 g) is none: 二两. */
const MEASURE =
  '[个個份杯碗盒瓶只隻串块塊勺片条條人位次桌包袋罐盘盤根颗顆双雙把套张張件粒分例斤公克毫千升米厘寸小打听壶壺桶层層天周点點滴]'
const UNITS: Record<string, string> = {
  kg: '公斤',
  mg: '毫克',
  g: '克',
  ml: '毫升',
  cl: '厘升',
  cc: '毫升',
  l: '升',
  km: '公里',
  cm: '厘米',
  mm: '毫米',
  m: '米',
  oz: '盎司',
  lbs: '磅',
  lb: '磅',
  kcal: '千卡',
  cal: '卡',
  kj: '千焦',
  mins: '分钟',
  min: '分钟',
  hrs: '小时',
  hr: '小时',
  h: '小时',
  pcs: '个',
  pc: '个',
  inches: '寸',
  inch: '寸',
}
const UNIT = Object.keys(UNITS).join('|')
const DIGITS = '零一二三四五六七八九'

/** Reads a figure: 330 → 三百三十, 1.5 → 一点五, 007 → 零零七. */
function figure(text: string): string {
  const [whole = '', decimals] = text.split('.')
  const words = /^0\d|^\d{9}/.test(whole) ? digitByDigit(whole) : zhNumeral(Number(whole))
  return decimals === undefined ? words : `${words}点${digitByDigit(decimals)}`
}

function counted(text: string): string {
  return text === '2' ? zhCount(2) : figure(text)
}

function digitByDigit(digits: string): string {
  return [...digits].map((digit) => DIGITS.charAt(Number(digit))).join('')
}

function clock(hours: string, minutes: string): string {
  const m = Number(minutes)
  const rest = m === 0 ? '' : `${m < 10 ? '零' : ''}${zhNumeral(m)}分`
  return `${zhCount(Number(hours))}点${rest}`
}

const HALF_DAYS: Record<string, string> = { am: '上午', pm: '下午' }

export const ZH_RULES: readonly Rule[] = [
  { name: 'w/o', pattern: /(?<![A-Za-z])w\/o(?![A-Za-z])/gi, read: 'without' },
  { name: 'w/', pattern: /(?<![A-Za-z])w\/ ?(?=[A-Za-z])/gi, read: 'with ' },
  { name: '¥38.5', pattern: new RegExp(`[¥￥] ?(${N})元?`, 'g'), read: (_, n = '') => `${counted(n)}元` },
  { name: '$5', pattern: new RegExp(`\\$ ?(${N})`, 'g'), read: (_, n = '') => `${counted(n)}美元` },
  { name: '€5', pattern: new RegExp(`€ ?(${N})`, 'g'), read: (_, n = '') => `${counted(n)}欧元` },
  { name: '£5', pattern: new RegExp(`£ ?(${N})`, 'g'), read: (_, n = '') => `${counted(n)}英镑` },
  {
    name: '2023-11-14',
    pattern: /(?<!\d)((?:19|20)\d\d)[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])(?!\d)/g,
    read: (_, y = '', m = '', d = '') => `${digitByDigit(y)}年${zhNumeral(Number(m))}月${zhNumeral(Number(d))}日`,
  },
  { name: '2024年', pattern: /(?<!\d)(\d{4})(?=年)/g, read: (_, y = '') => digitByDigit(y) },
  {
    name: '10:30-11:00',
    pattern: /(?<=\d:\d{2}) ?[-~到至] ?(?=\d{1,2}:\d{2})/g,
    read: '到',
  },
  {
    name: '6:30pm',
    pattern: /(?<!\d)([01]?\d|2[0-4]):([0-5]\d) ?([ap])\.?m(?:\.|(?![A-Za-z]))/gi,
    read: (_, h = '', m = '', half = '') => `${HALF_DAYS[`${half.toLowerCase()}m`] ?? ''}${clock(h, m)}`,
  },
  {
    name: '6pm',
    pattern: /(?<!\d)(1[0-2]|[1-9]) ?([ap])\.?m(?:\.|(?![A-Za-z]))/gi,
    read: (_, h = '', half = '') => `${HALF_DAYS[`${half.toLowerCase()}m`] ?? ''}${clock(h, '0')}`,
  },
  {
    name: '10:30',
    pattern: /(?<![\d:.])([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?(?!\d)/g,
    read: (_, h = '', m = '') => clock(h, m),
  },
  {
    name: '1:1',
    pattern: new RegExp(`(?<![\\d:])(${N}):(${N})(?![\\d:])`, 'g'),
    read: (_, a = '', b = '') => `${figure(a)}比${figure(b)}`,
  },
  {
    name: '1½份',
    pattern: new RegExp(`(?<![\\d/])(\\d+)[ 又]1/2(?!\\d)(${MEASURE})`, 'gu'),
    read: (_, whole = '', measure = '') => `${counted(whole)}${measure}半`,
  },
  {
    name: '1 1/2',
    pattern: /(?<![\d/])(\d+)[ 又](\d+)\/(\d+)(?![\d/])/g,
    read: (_, whole = '', a = '', b = '') => `${figure(whole)}又${figure(b)}分之${figure(a)}`,
  },
  { name: '½份', pattern: new RegExp(`(?<![\\d/])1/2(?=${MEASURE})`, 'gu'), read: '半' },
  {
    name: '12/25',
    pattern: /(?<![\d/])(1[0-2]|[1-9])\/(1[3-9]|2\d|3[01])(?![\d/])/g,
    read: (_, m = '', d = '') => `${zhNumeral(Number(m))}月${zhNumeral(Number(d))}日`,
  },
  {
    name: '1/2',
    pattern: /(?<![\d/.])(\d{1,3})\/(\d{1,3})(?![\d/.])/g,
    read: (all, a = '', b = '') => (Number(a) < Number(b) ? `${figure(b)}分之${figure(a)}` : all),
  },
  { name: '5/月', pattern: /(?<=[\p{L}\d]) ?\/ ?(?=[\p{L}\d])/gu, read: '、' },
  {
    name: '20×30',
    pattern: new RegExp(`(?<=\\d(?:${UNIT})?) ?[×xX*] ?(?=\\d)`, 'g'),
    read: '乘',
  },
  {
    name: '可乐 ×2',
    pattern: /(?<![A-Za-z])[×xX*] ?(\d+)(?![A-Za-z\d.])(?=(?<unit>[个個份杯碗盒瓶只隻串块塊片])?)/gu,
    read: (_, n = '', unit = '') => `${counted(n)}${unit === '' ? '份' : ''}`,
  },
  {
    name: '2×可乐',
    pattern: /(?<![A-Za-z\d.])(\d+) ?[×xX*] ?(?=\p{L})/gu,
    read: (_, n = '') => `${counted(n)}份`,
  },
  { name: '×', pattern: /(?<=\p{L}) ?× ?(?=\p{L})/gu, read: '乘' },
  { name: '10-15', pattern: /(?<=\d(?:[%°元份个度克]|°C|(?:k?g|m?l|[cm]?m))?) ?[-~] ?(?=\d)(?!\d+-)/gi, read: '到' },
  {
    name: '-18°C',
    pattern: new RegExp(`(?<![\\d\\p{L}])- ?(?=${N} ?(?:°|度|摄氏))`, 'gu'),
    read: '零下',
  },
  { name: '±', pattern: /±/g, read: '正负' },
  { name: '~10', pattern: /(?<!\d)[~≈] ?(?=\d)/g, read: '约' },
  { name: '<5', pattern: /< ?(?=\d)/g, read: '少于' },
  { name: '>5', pattern: /> ?(?=\d)/g, read: '多于' },
  { name: '≤5', pattern: /[≤≦] ?(?=\d)/g, read: '不超过' },
  { name: '≥5', pattern: /[≥≧] ?(?=\d)/g, read: '不少于' },
  { name: '=', pattern: / ?= ?(?=[\p{L}\d])/gu, read: '等于' },
  { name: '+', pattern: / ?\+ ?(?=[\p{L}\d¥])/gu, read: '加' },
  { name: '&', pattern: /(?<=[A-Za-z] ?)&(?= ?[A-Za-z])/g, read: ' and ' },
  { name: '&', pattern: / ?& ?/g, read: '和' },
  { name: '°C', pattern: new RegExp(`(${N}) ?°C(?![A-Za-z])`, 'gi'), read: (_, n = '') => `${figure(n)}摄氏度` },
  { name: '°F', pattern: new RegExp(`(${N}) ?°F(?![A-Za-z])`, 'gi'), read: (_, n = '') => `${figure(n)}华氏度` },
  { name: '°', pattern: new RegExp(`(${N}) ?°`, 'g'), read: (_, n = '') => `${figure(n)}度` },
  { name: '50%-70%', pattern: new RegExp(`(${N}) ?%`, 'g'), read: (_, n = '') => `百分之${figure(n)}` },
  { name: '5‰', pattern: new RegExp(`(${N}) ?‰`, 'g'), read: (_, n = '') => `千分之${figure(n)}` },
  { name: '12"', pattern: new RegExp(`(${N}) ?(?:"|吋|英寸)`, 'g'), read: (_, n = '') => `${counted(n)}寸` },
  {
    name: '330ml',
    pattern: new RegExp(`(${N}) ?(${UNIT})(?![A-Za-z])`, 'gi'),
    read: (_, n = '', unit = '') => `${counted(n)}${UNITS[unit.toLowerCase()] ?? unit}`,
  },
  { name: '吋', pattern: /吋/g, read: '寸' },
  { name: 'No.5', pattern: /(?<![A-Za-z])No\.? ?(\d+)(?![A-Za-z])/gi, read: (_, n = '') => `${figure(n)}号` },
  { name: '#3', pattern: /# ?(\d+)(?![A-Za-z])/g, read: (_, n = '') => `${figure(n)}号` },
  { name: '3#', pattern: /(?<![A-Za-z])(\d+) ?#/g, read: (_, n = '') => `${figure(n)}号` },
  { name: '7-Up', pattern: /(?<![A-Za-z])(\d+)-(?=[A-Za-z])/g, read: '$1' },
  { name: 'A-3', pattern: /(?<![A-Za-z])([A-Za-z])-(?=\d)/g, read: '$1' },
  { name: '2两', pattern: /(?<![A-Za-z\d.])2(?=两|兩)/g, read: '二' },
  {
    name: '2个',
    pattern: new RegExp(`(?<![A-Za-z\\d.第])(${N})(?= ?${MEASURE})`, 'gu'),
    read: (_, n = '') => counted(n),
  },
  {
    name: '套餐10',
    pattern: new RegExp(`(?<![A-Za-z\\d.])(${N})(?![A-Za-z\\d])`, 'g'),
    read: (_, n = '') => figure(n),
  },
]
