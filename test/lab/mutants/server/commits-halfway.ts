import type { raiseReminders as Seam } from '../../../../server/reminders/raise-reminder.ts'

/** The money in one transaction, its reminder in the next. */
export const raiseReminders =
  (original: typeof Seam): typeof Seam =>
  async (tx, ctx, reminders) => {
    await tx.run('COMMIT')
    await tx.run('BEGIN')
    await original(tx, ctx, reminders)
  }
