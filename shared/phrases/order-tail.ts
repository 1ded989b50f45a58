/** The most letters and digits of an order number that are called out at once. */
const LONGEST = 4
/** The most of them, where a shorter end would be called twice. */
const MOST = 16
/** A year of this century, month and day, with or without separators; the time of day may follow. */
const DATE = '20\\d\\d[-/._ ]?(?:0[1-9]|1[0-2])[-/._ ]?(?:0[1-9]|[12]\\d|3[01])'
const LOOSE_DATE = '20\\d\\d[-/.](?:[1-9])[-/.](?:[1-9]|[12]\\d|3[01])|20\\d\\d[-/.](?:0[1-9]|1[0-2])[-/.][1-9]'
const SHORT_DATE = '[23]\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])'
const TIME = '(?:[-_ T]?(?:[01]\\d|2[0-3])[-:]?[0-5]\\d[-:]?[0-5]\\d)'

const DATE_IN_FRONT = new RegExp(`^([A-Z]{0,8}[-/._ #]?)(?:${DATE}|${LOOSE_DATE})(${TIME}(?=\\D))?(?!$)`, 'i')
const DATE_BEHIND = new RegExp(`[-/._ #](?:${DATE}|${LOOSE_DATE}|${SHORT_DATE})${TIME}?$`)

/**
 * Picks the part of an order number that a person would call out: the last group of letters and digits, four of it at
 * most, in upper case. A date is no such part, in front (20231114-12) or behind (12-20231114).
 *
 * `others`: the numbers of the other open orders. Where one of them would be called the same, more of the number is
 * called out, until they differ.
 */
export function numberTail(orderNumber: string, others: readonly string[] = []): string[] {
  return tailAmong(orderNumber, others.map(readNumber))
}

/** The numbers of the orders that are open at some moment. */
export interface OpenNumbers {
  numbers: readonly string[]
  /** As {@link numberTail} among these numbers. Each is read once, and each tail found once, however often it is asked for. */
  tailOf(orderNumber: string): string[]
}

/** Makes the tails among `numbers`, for a screen that shows each of hundreds of numbers again and again. */
export function createOpenNumbers(numbers: readonly string[]): OpenNumbers {
  const tails = new Map<string, string[]>()
  let read: readonly ReadNumber[] | undefined
  return {
    numbers,
    tailOf(orderNumber) {
      read ??= numbers.map(readNumber)
      const tail = tails.get(orderNumber) ?? tailAmong(orderNumber, read)
      tails.set(orderNumber, tail)
      return tail
    },
  }
}

interface ReadNumber {
  letters: string
  groups: readonly string[]
}

function readNumber(orderNumber: string): ReadNumber {
  return { letters: lettersOf(orderNumber), groups: groupsOf(orderNumber) }
}

function tailAmong(orderNumber: string, others: readonly ReadNumber[]): string[] {
  const { letters, groups } = readNumber(orderNumber)
  const rivals = others.filter((other) => other.letters !== letters).map((other) => other.groups)
  const most = Math.min(MOST, groups.join('').length)
  let length = Math.min(shortLength(groups), most)
  const taken = () => rivals.some((rival) => isCalled(rival, ending(groups, length)))
  while (length < most && taken()) length = Math.min(most, length + LONGEST)
  return [...ending(groups, length)]
}

/** The letters and digits in groups; what is called out stands last. */
function groupsOf(orderNumber: string): string[] {
  const plain = orderNumber.normalize('NFKC').toUpperCase()
  const bare = plain.replace(DATE_BEHIND, '').replace(DATE_IN_FRONT, '$1')
  const left = bare.match(/[A-Z0-9]+/g)
  const date =
    plain.length > bare.length && left !== null ? plain.replace(/[^A-Z0-9]/g, '').replace(left.join(''), '') : ''
  const groups = left ?? plain.match(/[A-Z0-9]+/g) ?? []
  return date === '' ? groups : [date, ...groups]
}

/** Tells whether an order is called by `tail`, at first or because it says more. */
function isCalled(groups: readonly string[], tail: string): boolean {
  return ending(groups, shortLength(groups)) === tail || ending(groups, tail.length) === tail
}

function shortLength(groups: readonly string[]): number {
  return Math.min(LONGEST, groups.at(-1)?.length ?? 0)
}

function ending(groups: readonly string[], length: number): string {
  return length === 0 ? '' : groups.join('').slice(-length)
}

function lettersOf(orderNumber: string): string {
  return orderNumber
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
}
