/** The most code points of the parts of an order. */
export interface Lengths {
  remark: number
  note: number
  warning: number
  /** The name of a dish before its warning. */
  dish: number
}
export const LONGEST_PARTS: Lengths = { remark: 60, note: 24, warning: 40, dish: 12 }

/** How much of an order one sentence tells. */
export interface Telling {
  /** The most letters and digits of its number. */
  tail: number
  /** The most dishes that are named. */
  most: number
  /** The most warnings, besides those that are said with their dish. */
  warnings: number
  lengths: Lengths
}

/** The form of an order's sentence, from the fullest to the shortest. */
export interface Form extends Telling {
  /** The head names kind and number: 新外卖单, the kind alone, or the number alone. */
  head: 'full' | 'kind' | 'number'
  /** Marks a remark as such, with a pause; `tight`: a warning follows the number without one. */
  labels: 'spaced' | 'short' | 'tight'
  /** Says 一份, too. */
  ones: boolean
  total: boolean
  /** Leaves out an unknown kind, and minutes beside hours. */
  bare: boolean
}

const FULL: Form = {
  head: 'full',
  labels: 'spaced',
  ones: true,
  total: true,
  bare: false,
  tail: 16,
  most: 3,
  warnings: Number.POSITIVE_INFINITY,
  lengths: LONGEST_PARTS,
}
const SHORTEST: Form = { ...FULL, head: 'number', labels: 'short', ones: false, total: false }
const TIGHT: Form = { ...SHORTEST, labels: 'tight' }
/** Nothing but number and warnings. */
const WARNED: Form = { ...SHORTEST, most: 0, lengths: { ...LONGEST_PARTS, remark: 0, note: 0 } }
const SHORT_DISH = { ...WARNED.lengths, dish: 6 }

/** The forms that leave nothing out but what the screen shows anyway: the first that is short enough is said. */
export const FORMS: readonly Form[] = [
  FULL,
  { ...FULL, head: 'kind' },
  { ...FULL, head: 'kind', total: false },
  { ...FULL, head: 'kind', total: false, ones: false },
  { ...FULL, head: 'kind', total: false, ones: false, labels: 'short' },
  SHORTEST,
  TIGHT,
]

/** The forms of a typical order, of three dishes at most, that is still not short: the others are counted, 等三样. */
export const FEWER_DISHES: readonly Form[] = [2, 1].map((most) => ({ ...TIGHT, most }))
/** The order that has this many dishes at most is a typical one. */
export const TYPICAL_DISHES = 3

/** The form of an order that is not short: everything, where there is time. */
export const WHOLE_FORM: Form = SHORTEST

/**
 * The forms of an order that takes too long even so: dishes go, those with a warning as the last; then the end of the
 * remark; then the latter warnings, which the next sentence tells, before any warning is cut.
 */
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
  ].map(([most = 0, remark = 0, note = 0]) => ({ ...SHORTEST, most, lengths: { ...LONGEST_PARTS, remark, note } })),
  WARNED,
  ...[Number.POSITIVE_INFINITY, 5, 4, 3, 2, 1].map((warnings) => ({ ...WARNED, warnings, lengths: SHORT_DISH })),
  ...[
    [16, 40, 1],
    [16, 24, 1],
    [8, 24, 1],
    [8, 12, 1],
    [4, 12, 1],
    [4, 6, 1],
    [4, 0, 0],
  ].map(([tail = 4, warning = 0, warnings = 0]) => ({
    ...WARNED,
    bare: true,
    tail,
    warnings,
    lengths: { ...SHORT_DISH, warning },
  })),
]

/** The form of an order for which even those are too long: its number alone. */
export const LAST_FORM: Form = CUT_FORMS.at(-1) ?? WARNED
