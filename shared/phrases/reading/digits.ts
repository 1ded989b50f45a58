/** Digits as people write them: of any script, full width, circled, in brackets, Chinese plain and formal. */

const HAN: Record<string, string> = {
  ...pairs('〇零洞', '000'),
  ...pairs('一幺壹弌', '1111'),
  ...pairs('二两兩贰貳弍', '222222'),
  ...pairs('三叁參叄弎', '33333'),
  ...pairs('四肆五伍六陆陸', '4455666'),
  ...pairs('七柒拐八捌九玖勾', '77788999'),
}
const WORDS = 'zero one two three four five six seven eight nine'.split(' ')
/** Letters that stand for digits among digits. */
const LETTERS: Record<string, string> = { O: '0', o: '0', О: '0', о: '0', l: '1', I: '1', i: '1', '|': '1' }

/** Circled numbers that NFKC leaves alone, as [first, last, value of the first]. */
const CIRCLED = [
  [0x24eb, 0x24f4, 11],
  [0x24f5, 0x24fe, 1],
  [0x24ff, 0x24ff, 0],
  [0x2776, 0x277f, 1],
  [0x2780, 0x2789, 1],
  [0x278a, 0x2793, 1],
] as const

/** One place of a text that may be a digit. */
export interface DigitMark {
  start: number
  end: number
  /** One or more ASCII digits: ⑩ has two. */
  digits: string
  /** True: a letter that only looks like a digit. */
  guess: boolean
}

const MARK = new RegExp(
  `[\\p{Nd}\\p{No}${Object.keys(HAN).join('')}]|(?<!\\p{Script=Latin})(?:${WORDS.join('|')}|oh)(?!\\p{Script=Latin})|` +
    // Not inside of a word: the "l" of "look" is none.
    '(?<![a-km-zA-HJ-NP-Z\\u00c0-\\u024f])[OoОоlIi|]+(?![a-km-zA-HJ-NP-Z\\u00c0-\\u024f])',
  'giu',
)

/** Finds every place that may be a digit, in the order of the text. */
export function digitMarks(text: string): DigitMark[] {
  return [...text.matchAll(MARK)].flatMap(({ 0: found, index }): DigitMark[] => {
    const end = index + found.length
    const word = WORDS.indexOf(found.toLowerCase().replace(/^oh$/, 'zero'))
    if (word >= 0) return [{ start: index, end, digits: String(word), guess: false }]
    const plain = plainDigits(found)
    if (plain !== '') return [{ start: index, end, digits: plain, guess: false }]
    const guessed = [...found].map((letter) => LETTERS[letter] ?? '').join('')
    return guessed === '' ? [] : [{ start: index, end, digits: guessed, guess: true }]
  })
}

/** Reads one character as ASCII digits; empty when it is none. */
function plainDigits(character: string): string {
  const han = HAN[character]
  if (han !== undefined) return han
  const code = character.codePointAt(0) ?? 0
  const circled = CIRCLED.find(([first, last]) => code >= first && code <= last)
  if (circled !== undefined) return String(circled[2] + code - circled[0])
  return [...character.normalize('NFKC')].map((c) => HAN[c] ?? (/\p{Nd}/u.test(c) ? decimal(c) : '')).join('')
}

/** Decimal digits of every script stand in a row from zero to nine. */
function decimal(character: string): string {
  const code = character.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return String(value)
}

function pairs(characters: string, digits: string): Record<string, string> {
  return Object.fromEntries([...characters].map((character, at) => [character, digits.charAt(at)]))
}
