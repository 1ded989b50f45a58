import type { raiseReminders as Seam } from '../../../../server/reminders/raise-reminder.ts'

export const raiseReminders =
  (original: typeof Seam): typeof Seam =>
  async (tx, ctx, reminders) => {
    await original(tx, ctx, reminders)
    await tx.run('UPDATE reminders SET next_alert_at = NULL')
  }
