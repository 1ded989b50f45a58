/** The marks that people write between the digits of a phone number, in half and full width. */
const BETWEEN = [
  ' ',
  '\u00a0',
  '\u3000',
  '\t',
  '-',
  '－',
  '‐',
  '–',
  '—',
  '.',
  '．',
  '/',
  '(',
  ')',
  '（',
  '）',
  '+',
  '＋',
]
const FULL_WIDTH = [...'０１２３４５６７８９']

/** The digits of a stored number, however it was written: in words that SQLite and PostgreSQL share. */
const DIGITS = [
  ...BETWEEN.map((mark) => [mark, ''] as const),
  ...FULL_WIDTH.map((digit, value) => [digit, `${value}`] as const),
].reduce((sql, [from, to]) => `replace(${sql}, '${from}', '${to}')`, 'customer_phone')

/** So many digits are a whole number, in which a country's code or a leading 0 may differ. */
const WHOLE = 7
/** The lengths of country codes (ITU-T E.164). */
const CODES = [1, 2, 3]

/**
 * Makes the condition that a stored phone number is the one searched for, or ends so, whatever stands between the digits
 * in either of them. A whole number is found with and without its country's code, and with and without the 0 in front of
 * an area code. `undefined`: the text is no phone number, or has fewer than three digits.
 */
export function phoneCondition(phone: string): { sql: string; values: string[] } | undefined {
  const text = [...phone].filter((sign) => !BETWEEN.includes(sign) || sign === '+' || sign === '＋').join('')
  const written = text.normalize('NFKC')
  const digits = written.replaceAll('+', '')
  if (!/^\d{3,}$/.test(digits)) return undefined
  if (digits.length < WHOLE) return { sql: `${DIGITS} LIKE ?`, values: [`%${digits}`] }
  const bare = digits.replace(/^0+/, '')
  // Nobody can tell how long the country's code is: each length is tried, against whole numbers alone.
  const national = /^(\+|00)/.test(written) ? CODES.map((length) => bare.slice(length).replace(/^0+/, '')) : []
  const whole = national.filter((part) => part.length >= WHOLE)
  return {
    sql: [`${DIGITS} LIKE ?`, ...whole.map(() => `ltrim(${DIGITS}, '0') = ?`)].join(' OR '),
    values: [`%${bare}`, ...whole],
  }
}
