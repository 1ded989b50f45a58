import type { createPaymentRecorder as Seam } from '../../../../server/commands/record-payment.ts'

/** Whatever was paid is taken for what the order costs, and written down as it was paid. */
export const createPaymentRecorder =
  (original: typeof Seam): typeof Seam =>
  (ctx) => {
    const record = original(ctx)
    return async (notice) => {
      const { orderNumber, transactionId, amountMinor } = notice
      const order = await ctx.db.read.get<{ amount_minor: number }>(
        'SELECT amount_minor FROM orders WHERE number = ?',
        [orderNumber],
      )
      const recorded = await record({ ...notice, amountMinor: order?.amount_minor ?? amountMinor })
      await ctx.db.write((tx) =>
        tx.run('UPDATE payments SET amount_minor = ? WHERE transaction_id = ?', [amountMinor, transactionId]),
      )
      return recorded
    }
  }
