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

/** The part of a dish's name that stands in brackets: the options that the customer chose, `宫保鸡丁（免葱）`. */
const OPTION = /[([{（［【]([^()[\]{}（）［］【】]{1,100})[)\]}）］】]/g
/** The kinds of rules, the gravest first. */
const GRAVITY = RULES.map(({ name }) => name)

/**
 * Finds the warnings of an order in the whole of its remark, its notes and the options of its dishes: the gravest first,
 * then in the order of the texts. Each once; `more` counts those above six.
 */
export function orderWarnings({ remark, items }: OrderTexts): { warnings: OrderWarning[]; more: number } {
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
  return { warnings: warnings.slice(0, MAX_WARNINGS), more: Math.max(0, warnings.length - MAX_WARNINGS) }
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

function ofItem(name: string, note: string): Warning[] {
  return [...[...name.matchAll(OPTION)].flatMap(([, option = '']) => findWarnings(option)), ...findWarnings(note)]
}

function gravity({ rule }: Warning): number {
  return GRAVITY.indexOf(rule)
}
