import { type Lengths, LONGEST_PARTS } from './spoken-order.ts'

/** The form of an order's sentence, from the fullest to the shortest. */
export interface Form {
  /** The head names kind and number: 新外卖单, the kind alone, or the number alone. */
  head: 'full' | 'kind' | 'number'
  /** Marks a remark as such, with a pause; `tight`: a warning follows the number without one. */
  labels: 'spaced' | 'short' | 'tight'
  /** Says 一份, too. */
  ones: boolean
  total: boolean
  /** The most dishes that are named. */
  most: number
  lengths: Lengths
}

const FULL: Form = { head: 'full', labels: 'spaced', ones: true, total: true, most: 3, lengths: LONGEST_PARTS }
const SHORTEST: Form = { ...FULL, head: 'number', labels: 'short', ones: false, total: false }

/** The forms that leave nothing out but what the screen shows anyway: the first that is short enough is said. */
export const FORMS: readonly Form[] = [
  FULL,
  { ...FULL, head: 'kind' },
  { ...FULL, head: 'kind', total: false },
  { ...FULL, head: 'kind', total: false, ones: false },
  { ...FULL, head: 'kind', total: false, ones: false, labels: 'short' },
  SHORTEST,
  { ...SHORTEST, labels: 'tight' },
]

/** The forms of an order that takes too long even so. Dishes with a warning are first, and so are the last to go. */
export const CUT_FORMS: readonly Form[] = [
  ...[2, 1].map((most) => ({ ...SHORTEST, most })),
  ...[
    [3, 30, 16],
    [2, 30, 16],
    [1, 30, 16],
    [1, 20, 12],
    [1, 16, 12],
    [0, 20, 12],
    [0, 14, 12],
    [0, 10, 10],
    [0, 6, 6],
  ].map(([most = 0, remark = 0, note = 0]) => ({ ...SHORTEST, most, lengths: { remark, note } })),
]
