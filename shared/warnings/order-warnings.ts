import type { FrameOrder, OrderWarning } from '../reminder.ts'
import { cleanLine } from '../text.ts'
import { findWarnings, type Warning } from './find-warnings.ts'
import { RULES } from './rules.ts'

/** Bounds of what a frame carries, with which the largest frame stays below MAX_FRAME_BYTES (shared/api/order-summary.ts). */
const MAX_WARNINGS = 6
const MAX_TEXT = 60
const MAX_ITEM = 24

/** The texts of an order in which a customer may warn. */
interface OrderTexts {
  remark?: string | null | undefined
  items: readonly { name: string; note?: string | null | undefined }[]
}

/** The brackets and quotes around what a customer chose, `宫保鸡丁（免葱）`. */
const OPENING = /[\p{Ps}\p{Pi}<]/u
const CLOSING = /[\p{Pe}\p{Pf}>]/u
/** The signs between a dish and a choice without brackets, `宫保鸡丁，不要葱`; a hyphen between letters is a name's own. */
const BETWEEN = /[|｜/／,，、+＋;；:：]|\s[-–—]+\s|(?<=\p{Script=Han})[-–—]+(?=\p{Script=Han})/u
/** The rules that hold outside of brackets as well: no dish is called so. */
const GRAVE: readonly string[] = ['allergy', 'reaction']
/** The kinds of rules, the gravest first. */
const GRAVITY = RULES.map(({ name }) => name)

/**
 * Finds the warnings of an order in the whole of its remark, its notes and the options of its dishes: the gravest first,
 * then in the order of the texts. Each once; `more` counts those above `most`, six in a frame.
 */
export function orderWarnings(
  { remark, items }: OrderTexts,
  most = MAX_WARNINGS,
): { warnings: OrderWarning[]; more: number } {
  const found = [
    ...findWarnings(remark ?? '').map((warning) => ({ warning, item: undefined })),
    ...items.flatMap(({ name, note }) => ofItem(name, note ?? '').map((warning) => ({ warning, item: name }))),
  ]
  const sorted = found.toSorted((a, b) => gravity(a.warning) - gravity(b.warning))
  const shown = new Map(
    sorted.map(({ warning, item }) => {
      const text = cleanLine(warning.text, MAX_TEXT)
      const of = item === undefined ? '' : cleanLine(item, MAX_ITEM)
      return [`${of}\n${text}`, of === '' ? { text } : { text, item: of }]
    }),
  )
  const warnings = [...shown.values()].filter(({ text }) => text !== '')
  return { warnings: warnings.slice(0, most), more: Math.max(0, warnings.length - most) }
}

/** Reads the warnings that a frame carries; of a server that sends none, finds them in what the frame has of the order. */
export function warningsOf(order: OrderTexts & Pick<FrameOrder, 'warnings' | 'moreWarnings'>): {
  warnings: readonly OrderWarning[]
  more: number
} {
  if (order.warnings === undefined) return orderWarnings(order)
  return { warnings: order.warnings, more: order.moreWarnings ?? 0 }
}

/** Picks the warnings for a screen that shows the remark beside them: none when the remark is the only one, word for word. */
export function warningsToShow(order: Parameters<typeof warningsOf>[0]): ReturnType<typeof warningsOf> {
  const found = warningsOf(order)
  const same = found.warnings.every(({ text, item }) => item === undefined && text === order.remark)
  return same ? { ...found, warnings: [] } : found
}

/** Tells whether the remark is the one warning, word for word: it stands in the place of the warnings, and looks like one. */
export function remarkWarns(order: Parameters<typeof warningsOf>[0]): boolean {
  return warningsOf(order).warnings.length > 0 && warningsToShow(order).warnings.length === 0
}

function ofItem(name: string, note: string): Warning[] {
  const { options, rest } = divideName(name)
  const grave = findWarnings(rest).filter(({ rule }) => GRAVE.includes(rule))
  return [...options.flatMap(findWarnings), ...grave, ...findWarnings(note)]
}

/**
 * Divides a dish's name into the choices, which stand in brackets, also in some that are nested or never closed, or behind
 * a pause, and the rest.
 */
function divideName(name: string): { options: string[]; rest: string } {
  const options = ['']
  let rest = ''
  let depth = 0
  for (const character of name) {
    const opens = OPENING.test(character)
    if (opens || CLOSING.test(character)) {
      depth = opens ? depth + 1 : Math.max(0, depth - 1)
      options.push('')
    } else if (depth > 0) options[options.length - 1] += character
    else rest += character
  }
  const [, ...behind] = rest.split(BETWEEN)
  return { options: [...options, ...behind].filter((option) => option !== ''), rest }
}

function gravity({ rule }: Warning): number {
  return GRAVITY.indexOf(rule)
}
