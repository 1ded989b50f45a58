import type { createPaymentRecorder as Seam } from '../../../../server/commands/record-payment.ts'
import type { OrderRow } from '../../../../server/orders/order-row.ts'
import { raiseReminders } from '../../../../server/reminders/raise-reminder.ts'

export const createPaymentRecorder =
  (original: typeof Seam): typeof Seam =>
  (ctx) => {
    const record = original(ctx)
    return async (notice) => {
      const recorded = await record(notice)
      if (!recorded.duplicate) return recorded
      await ctx.db.write(async (tx) => {
        const order = await tx.get<OrderRow>('SELECT * FROM orders WHERE number = ?', [notice.orderNumber])
        if (order !== undefined)
          await raiseReminders(tx, ctx, [{ order, kind: 'new_order', dedupe: ctx.random.id('rm') }])
      })
      return recorded
    }
  }
