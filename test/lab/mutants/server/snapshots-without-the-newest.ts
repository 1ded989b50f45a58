import type { readOpenSet as Seam } from '../../../../server/sockets/resume.ts'

export const readOpenSet =
  (original: typeof Seam): typeof Seam =>
  async (ctx, storeId) => {
    const set = await original(ctx, storeId)
    return { ...set, open: set.open.slice(0, -1) }
  }
