import type { takePositions as Seam } from '../../../../server/log/append-log.ts'

export const takePositions =
  (original: typeof Seam): typeof Seam =>
  async (tx, ctx, storeIds) => {
    await tx.run('UPDATE stores SET head_seq = head_seq + 1')
    return await original(tx, ctx, storeIds)
  }
