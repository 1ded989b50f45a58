import { expect, it } from 'vitest'
import { prune } from '../../../server/jobs/prune.ts'
import { attentionRig } from '../attention/attention-rig.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

it('messages to people outside are deleted after the retention, but for those of a reminder that still waits', async () => {
  const rig = await attentionRig({ env: { LOG_RETENTION_DAYS: '7' } })
  await rig.simplePolicy()
  const { token } = await rig.api.pair()
  const [answered] = [await rig.api.placePaid(), await rig.api.placePaid()]
  await rig.later(3 * MINUTE)
  await rig.later(3 * MINUTE)
  await rig.api.move(token, answered.id, 'confirm')
  await rig.later(MINUTE)
  const before = await rig.effects()
  expect(before.length).toBeGreaterThan(1)
  rig.clock.advance(6 * DAY)
  await prune(rig.running.ctx)
  expect((await rig.effects()).map(({ id }) => id)).toEqual(before.map(({ id }) => id))
  await rig.running.ctx.db.write((tx) => tx.run('UPDATE effects SET created_at = created_at - ?', [2 * DAY]))
  await prune(rig.running.ctx)
  const open = await rig.running.ctx.db.read.all<{ id: string }>(`SELECT id FROM reminders WHERE state = 'open'`)
  const left = await rig.running.ctx.db.read.all<{ reminder_id: string }>('SELECT reminder_id FROM effects')
  expect(left.every(({ reminder_id }) => open.some(({ id }) => id === reminder_id))).toBe(true)
  expect(left.length).toBeLessThan(before.length)
})
