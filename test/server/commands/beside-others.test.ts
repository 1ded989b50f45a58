import { expect, it } from 'vitest'
import { moveOrder } from '../../../server/commands/move-order.ts'
import { repeatUnanswered } from '../../../server/commands/repeat-unanswered.ts'
import { URGE_PAUSE_MS, urgeOrder } from '../../../server/commands/urge-order.ts'
import { acknowledgeReminder } from '../../../server/reminders/close-reminders.ts'
import { beside } from '../../support/beside.ts'
import { besideRig, type ReminderRow } from './beside-rig.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

it('I8, I10: reminders that two servers find due at the same moment are announced once, each n as the log has it', async () => {
  const { api, ctx, makeDue, reminders, log, clock } = await besideRig()
  for (let i = 0; i < 3; i++) await api.placePaid()
  await makeDue()
  const counts: unknown[] = []
  const mine = beside(ctx, /^UPDATE (stores|reminders)/, async (other) => counts.push(await repeatUnanswered(other)))
  counts.push(await repeatUnanswered(mine))
  expect(counts).toEqual([
    { repeated: 3, expired: 0 },
    { repeated: 0, expired: 0 },
  ])
  const rows = await reminders()
  expect(rows.map(({ n }) => n)).toEqual([2, 2, 2])
  expect((await log()).toSorted()).toEqual(rows.flatMap(({ id }) => [`remind ${id} 1`, `remind ${id} 2`]).toSorted())
  expect(rows.every(({ next_alert_at }) => (next_alert_at ?? 0) > clock.now())).toBe(true)
})

it('I9: a due reminder that another server closes at the same moment is not announced after its end, and holds no other up', async () => {
  const { api, ctx, makeDue, reminders, log } = await besideRig()
  const answered = await api.placePaid()
  await api.placePaid()
  await makeDue()
  const mine = beside(ctx, /^UPDATE (stores|reminders)/, (other) =>
    other.db.write((tx) => moveOrder(tx, other, { orderId: answered.id, move: 'confirm', by: 'device' })),
  )
  expect(await repeatUnanswered(mine)).toEqual({ repeated: 1, expired: 0 })
  const [closed, open] = await reminders()
  expect([closed?.state, open?.state]).toEqual(['acknowledged', 'open'])
  expect((await log()).filter((entry) => entry.includes(closed?.id ?? '-'))).toEqual([
    `remind ${closed?.id} 1`,
    `close ${closed?.id} 1`,
  ])
  expect((await log()).at(-1)).toBe(`remind ${open?.id} 2`)
})

it('I9: an urge that another server acknowledges at the same moment stays closed, and the new one is a reminder of its own', async () => {
  const { api, ctx, later, reminders, log, acknowledge } = await besideRig()
  const order = await api.placePaid()
  await ctx.db.write((tx) => urgeOrder(tx, ctx, order.id))
  later(URGE_PAUSE_MS)
  const first = (await reminders()).find(({ kind }) => kind === 'urge') as ReminderRow
  const mine = beside(ctx, /^UPDATE (stores|reminders)/, (other) =>
    other.db.write((tx) => acknowledgeReminder(tx, other, acknowledge(first))),
  )
  await mine.db.write((tx) => urgeOrder(tx, mine, order.id))
  const urges = (await reminders()).filter(({ kind }) => kind === 'urge')
  expect(urges.map(({ state, n }) => [state, n])).toEqual([
    ['acknowledged', 1],
    ['open', 1],
  ])
  expect((await log()).slice(1)).toEqual([
    `remind ${first.id} 1`,
    `close ${first.id} 1`,
    `remind ${urges.at(-1)?.id} 1`,
  ])
})

it('an urge that expires while another server acknowledges it is acknowledged, and its order is not missed again', async () => {
  const { api, ctx, later, makeDue, reminders, acknowledge } = await besideRig()
  const order = await api.placePaid()
  await makeDue(12 * HOUR)
  await repeatUnanswered(ctx)
  const missed = (await reminders()).find(({ kind }) => kind === 'missed') as ReminderRow
  await ctx.db.write((tx) => acknowledgeReminder(tx, ctx, acknowledge(missed)))
  later(MINUTE)
  await ctx.db.write((tx) => urgeOrder(tx, ctx, order.id))
  await makeDue(12 * HOUR)
  const urge = (await reminders()).find(({ kind }) => kind === 'urge') as ReminderRow
  const mine = beside(ctx, /^UPDATE (orders|reminders)/, (other) =>
    other.db.write((tx) => acknowledgeReminder(tx, other, acknowledge(urge))),
  )
  expect(await repeatUnanswered(mine)).toEqual({ repeated: 0, expired: 0 })
  expect((await reminders()).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    'new_order expired',
    'missed acknowledged',
    'urge acknowledged',
  ])
})

it('a reminder that expires on two servers at once expires once, and its order is missed once', async () => {
  const { api, ctx, makeDue, reminders, log } = await besideRig()
  await api.placePaid()
  await makeDue(12 * HOUR)
  const counts: unknown[] = []
  const mine = beside(ctx, /^UPDATE (orders|reminders)/, async (other) => counts.push(await repeatUnanswered(other)))
  counts.push(await repeatUnanswered(mine))
  expect(counts).toEqual([
    { repeated: 0, expired: 1 },
    { repeated: 0, expired: 0 },
  ])
  const [old, missed] = await reminders()
  expect(await log()).toEqual([`remind ${old?.id} 1`, `close ${old?.id} 1`, `remind ${missed?.id} 1`])
})

it('a reminder that two servers acknowledge at once is acknowledged for both', async () => {
  const { api, ctx, reminders, acknowledge } = await besideRig()
  const order = await api.placePaid()
  await ctx.db.write((tx) => urgeOrder(tx, ctx, order.id))
  const urge = (await reminders()).find(({ kind }) => kind === 'urge') as ReminderRow
  const mine = beside(ctx, /^UPDATE reminders/, (other) =>
    other.db.write((tx) => acknowledgeReminder(tx, other, acknowledge(urge))),
  )
  expect(await mine.db.write((tx) => acknowledgeReminder(tx, mine, acknowledge(urge)))).toMatchObject({
    id: urge.id,
    state: 'acknowledged',
  })
})
