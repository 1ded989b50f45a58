import type { ReadAttention } from '../../../shared/api/order-attention.ts'
import { type Manner, mannerOf, mannerSchema } from '../../../shared/protocol/manner.ts'

type Receipt = ReadAttention['reminders'][number]['receipts'][number]

/**
 * Counts a device's announcements of a reminder by how they went, the best first. An older server tells the latest one
 * alone: then all are taken to be like that one.
 */
export function countManners(
  receipt: Pick<Receipt, 'times' | 'spoken' | 'counted' | 'shown' | 'outcome'>,
): { manner: Manner; count: number }[] {
  const { times, spoken, counted, shown, outcome } = receipt
  if (spoken === undefined || counted === undefined || shown === undefined)
    return [{ manner: mannerOf(outcome), count: times }]
  const counts = { spoken, counted, shown, neither: times - spoken - counted - shown }
  return mannerSchema.options.map((manner) => ({ manner, count: counts[manner] })).filter(({ count }) => count > 0)
}
