import { expect, it } from 'vitest'
import { repeatUnanswered } from '../../../server/commands/repeat-unanswered.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { startTestServer } from '../../support/test-server.ts'

it('reminders that no device announces are due at whole milliseconds, however long they have waited (I10)', async () => {
  const clock = createManualClock()
  const { api, running } = await startTestServer({ clock })
  const { db } = running.ctx
  await api.placePaid()
  for (const waitedMs of [30 * 60_000 + 1, 20 * 60_000 + 2, 20 * 60_000 + 3]) {
    clock.jumpWall(waitedMs)
    await running.ctx.clockWatch.adopt(running.ctx.clockWatch.measureJump())
    await db.write((tx) => tx.run('UPDATE reminders SET next_alert_at = 0'))
    expect(await repeatUnanswered(running.ctx)).toEqual({ repeated: 1, expired: 0 })
    const due = await db.read.get<{ next_alert_at: number }>('SELECT next_alert_at FROM reminders')
    expect(due?.next_alert_at).toBe(Math.round(due?.next_alert_at ?? 0.5))
  }
})
