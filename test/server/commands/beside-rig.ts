import { createFakeProvider } from '../../support/fake-provider.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { startTestServer } from '../../support/test-server.ts'

export interface ReminderRow {
  id: string
  store_id: string
  kind: string
  state: string
  n: number
  seq: number
  next_alert_at: number | null
}

/** A server with a provider, whose jobs are run by hand: time stands still but for `later`. */
export async function besideRig() {
  const clock = createManualClock()
  const fake = createFakeProvider('standard-webhooks')
  const server = await startTestServer({ clock, clients: [fake] })
  const { ctx } = server.running
  const reminders = () => ctx.db.read.all<ReminderRow>('SELECT * FROM reminders ORDER BY created_at, id')
  return {
    ...server,
    ctx,
    clock,
    fake,
    later: (ms: number) => clock.jumpWall(ms),
    reminders,
    /** The log of all stores, as `what id n`. */
    async log(): Promise<string[]> {
      const rows = await ctx.db.read.all<{ what: string; reminder_id: string; n: number }>(
        'SELECT what, reminder_id, n FROM reminder_log ORDER BY store_id, seq',
      )
      return rows.map(({ what, reminder_id, n }) => `${what} ${reminder_id} ${n}`)
    },
    acknowledge: ({ id, store_id }: ReminderRow) => ({ id, storeId: store_id, by: { kind: 'device' } as const }),
    /** Makes the open reminders due, and as if they had been heard for `heardMs`. */
    makeDue: (heardMs = 0) =>
      ctx.db.write((tx) =>
        tx.run(`UPDATE reminders SET next_alert_at = ?, heard_ms = ? WHERE state = 'open'`, [
          ctx.clockWatch.now(),
          heardMs,
        ]),
      ),
  }
}
