import type { appendEntries as Seam } from '../../../../server/log/append-log.ts'

export const appendEntries =
  (original: typeof Seam): typeof Seam =>
  (tx, ctx, entries) =>
    original(
      tx,
      ctx,
      entries.filter(({ what }) => what !== 'close'),
    )
