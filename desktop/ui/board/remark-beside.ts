import { cleanLine } from '../../../shared/text.ts'
import { warningsToShow } from '../../../shared/warnings/order-warnings.ts'

/** Longer than any remark on a ticket; the full view has the whole. */
const MOST = 600

/**
 * Returns the remark that stands beside an order's warnings: as it is, or `undefined` where there is none, or where every
 * word of it is said by the warnings already.
 */
export function remarkBeside(order: Parameters<typeof warningsToShow>[0]): string | undefined {
  const { remark } = order
  if (remark === undefined || remark === null || remark === '') return undefined
  const { warnings } = warningsToShow(order)
  const rest = warnings
    .filter(({ item }) => item === undefined)
    .reduce((text, warning) => text.replace(warning.text, ' '), cleanLine(remark, MOST))
  return /[\p{L}\p{N}]/u.test(rest) ? remark : undefined
}
