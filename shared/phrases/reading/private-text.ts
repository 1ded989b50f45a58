import { type DigitMark, digitMarks } from './digits.ts'
import { ownNames, ownPlaces } from './own-words.ts'

/** The customer's own facts, which bystanders must not hear. */
export interface Own {
  name?: string | undefined
  phone?: string | undefined
  address?: string | undefined
}

/** The digits of the shortest phone numbers; no dish and no remark needs so long a number spoken. */
const SHORTEST = 7
/** The digits of the shortest private number of a customer (an extension, a room). */
const SHORTEST_OWN = 4
/** The most characters between two digits of one number. */
const MOST_BETWEEN = 4
/** The least true digits beside letters that pose as some. */
const TRUE_DIGITS = 4
/** A date is no phone number, though it has eight digits. */
const DATE = /(?<!\d)(?:19|20)\d{2}[-/.年](?:0?[1-9]|1[0-2])[-/.月](?:0?[1-9]|[12]\d|3[01])(?!\d)日?/

/** Not with ':' or '×' between, or "12:30 13:00" would be one number. */
const GAP = /^[^\p{L}\p{N}:：×✕✖]*$/u
/** The customer's own number is private whatever stands between its digits. */
const OWN_GAP = /^[^\p{L}\p{N}]*$/u

const DIGIT = '[\\p{Nd}\\p{No}〇零一二三四五六七八九幺两壹贰貳叁參叄肆伍陆陸柒捌玖]'
const CODE_WORD =
  '密码|密碼|门禁|門禁|门码|門碼|门锁|門鎖|口令|暗号|暗號|验证码|驗證碼|取件码|开门码|开锁码|门铃|門鈴|对讲|' +
  '(?<![a-z])(?:(?:door|gate|entry|entrance|access|lock|lobby|building|security|key)[ -]?(?:code|pin|number)|' +
  'code|pin|pass ?code|password|key ?pad|buzz(?:er)?|intercom|door ?bell)(?![a-z])'
const CODE = `[#＃*＊]*(?:${DIGIT}|(?<![a-z])[a-z](?![a-z]))(?:[ .\\-#＃*＊]?(?:${DIGIT}|(?<![a-z])[a-z](?![a-z])))+[#＃*＊]*`
const DOOR_CODES = [
  new RegExp(`(?<word>${CODE_WORD})(?<between>[^，。！？；,.!?;\\p{Nd}]{0,8}?)(?<code>${CODE})`, 'giu'),
  new RegExp(`(?<word>)(?<between>)(?<code>[#＃*＊]${DIGIT}{4,}[#＃*＊]?|${DIGIT}{4,}[#＃*＊])`, 'gu'),
]

/**
 * Removes from a text, as it came, what bystanders must not hear: every number that could be a phone number, in any
 * writing and as a whole; the customer's own number, name and address; the code of a door. `own` is absent for a text
 * that is the shop's, such as a dish: there only numbers are removed.
 */
export function withoutPrivate(text: string, own: Own = {}): string {
  const phone = digitMarks(own.phone ?? '')
    .map(({ digits }) => digits)
    .join('')
  const codeless = DOOR_CODES.reduce((rest, code) => rest.replace(code, '$<word>$<between> '), text)
  const unowned = cut(codeless, runs(codeless, OWN_GAP).filter(holdsOwn(phone)))
  const numberless = cut(unowned, runs(unowned, GAP).filter(isPrivate(phone)))
  return [...ownNames(own.name), ...ownPlaces(own.address)].reduce((rest, word) => rest.replace(word, ' '), numberless)
}

interface Run {
  start: number
  end: number
  digits: string
  text: string
}

/** Finds digits that stand together, with `gap` at most between two of them. */
function runs(text: string, gap: RegExp): Run[] {
  const groups: DigitMark[][] = []
  for (const mark of digitMarks(text)) {
    const last = groups.at(-1)?.at(-1)
    const between = last === undefined ? '' : text.slice(last.end, mark.start)
    if (last !== undefined && between.length <= MOST_BETWEEN && gap.test(between)) groups.at(-1)?.push(mark)
    else groups.push([mark])
  }
  return groups.flatMap((group) => {
    // A word's "I" at the edge of a number belongs to the sentence.
    const first = group.findIndex(({ guess }) => !guess)
    const marks = group.filter(({ guess }) => !guess).length < TRUE_DIGITS ? group.filter(({ guess }) => !guess) : group
    const [start, end] = [marks[0]?.start, marks.at(-1)?.end]
    if (first < 0 || start === undefined || end === undefined) return []
    return [{ start, end, digits: marks.map(({ digits }) => digits).join(''), text: text.slice(start, end) }]
  })
}

function holdsOwn(phone: string): (run: Run) => boolean {
  return ({ digits }) => phone.length >= SHORTEST_OWN && digits.includes(phone.slice(-SHORTEST))
}

function isPrivate(phone: string): (run: Run) => boolean {
  return ({ digits, text }) =>
    (digits.length >= SHORTEST && undated(text) >= SHORTEST) ||
    (digits.length >= SHORTEST_OWN && phone.includes(digits))
}

/** Counts the digits beside a date. */
function undated(text: string): number {
  return digitMarks(text.replace(DATE, ' ')).reduce((sum, { digits }) => sum + digits.length, 0)
}

function cut(text: string, found: readonly Run[]): string {
  return found.toReversed().reduce((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, text)
}
