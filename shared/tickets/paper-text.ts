import { cleanLine } from '../text.ts'

/** Signs that Chinese printers have in another form alone. */
const OTHER_FORMS: Readonly<Record<string, string>> = {
  '¥': '￥',
  '£': '￡',
  '¢': '￠',
  '•': '·',
  '\u2011': '-',
  '✓': '√',
  '✔': '√',
  '✅': '√',
  // A picture that forbids may be all that a warning consists of: ❌🥜.
  '✕': '×',
  '✖': '×',
  '✗': '×',
  '✘': '×',
  '❌': '×',
  '❎': '×',
  '🚫': '×',
  '⛔': '×',
}
const TO_CHANGE = new RegExp(`(?:[${Object.keys(OTHER_FORMS).join('')}])\\ufe0f?`, 'gu')
/** ½: half a portion must be readable where no letter can be drawn. A space keeps 1½ from becoming 11/2. */
const FRACTION = /(\d?)([\u00bc-\u00be\u2150-\u215e])/g

/**
 * Cleans a customer's or a shop's text for paper: one line without control characters (shared/text.ts), with the forms of
 * signs that printers have. `max`: code points; a longer text ends in '…'.
 */
export function paperText(text: string, max: number): string {
  return cleanLine(text, max)
    .replace(TO_CHANGE, (sign) => OTHER_FORMS[sign.replace('\ufe0f', '')] ?? sign)
    .replace(FRACTION, (_, digit: string, sign: string) => {
      const written = sign.normalize('NFKC').replace('⁄', '/')
      return digit === '' ? written : `${digit} ${written}`
    })
}
