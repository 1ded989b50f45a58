import type { takePositions as Seam } from '../../../../server/log/append-log.ts'

/** Positions as a sequence gives them: no rollback takes them back. */
export function takePositions(original: typeof Seam): typeof Seam {
  const given = new Map<string, number>()
  return async (tx, ctx, storeIds) => {
    for (const [id, seq] of given)
      await tx.run('UPDATE stores SET head_seq = ? WHERE id = ? AND head_seq < ?', [seq, id, seq])
    const positions = await original(tx, ctx, storeIds)
    for (const { storeId, seq } of positions) given.set(storeId, seq)
    return positions
  }
}
