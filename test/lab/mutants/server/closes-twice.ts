import { type appendEntries as Seam, takePositions } from '../../../../server/log/append-log.ts'

export const appendEntries =
  (original: typeof Seam): typeof Seam =>
  async (tx, ctx, entries) => {
    await original(tx, ctx, entries)
    for (const entry of entries.filter(({ what }) => what === 'close')) {
      const [position] = await takePositions(tx, ctx, [entry.position.storeId])
      if (position === undefined) continue
      const { seq, cursor } = position
      await original(tx, ctx, [
        { ...entry, position, body: JSON.stringify({ ...JSON.parse(entry.body), seq, cursor }) },
      ])
    }
  }
