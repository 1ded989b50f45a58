import { expect, it } from 'vitest'
import { changeIntake } from '../../../server/commands/change-intake.ts'
import { endIntakes } from '../../../server/jobs/end-intakes.ts'
import { engine } from '../../support/test-database.ts'
import { startTestServer } from '../../support/test-server.ts'
import { eventsRig, upTo } from './events-rig.ts'

const MINUTE = 60_000

/** A store that its device sets busy, paused and open. */
async function shop() {
  const rig = await eventsRig()
  const { api, storeId, token, read } = rig
  const set = (body: object, headers: Record<string, string> = {}) =>
    api.call('PATCH', `/v1/stores/${storeId}/intake`, { as: token, body, headers })
  /** The types of all events and who made them, behind a look at their density. */
  const told = async () => {
    const { events } = await read()
    expect(events.map(({ seq }) => seq)).toEqual(upTo(events.length))
    return events.map(({ type, data }) => `${type} ${(data['by'] as { kind: string }).kind}`)
  }
  return { ...rig, set, told }
}

it('a pause that ends by itself is told as ended once, at its time', async () => {
  const { set, told, later, clock, read } = await shop()
  await set({ state: 'paused', forMinutes: 3 })
  const until = clock.now() + 3 * MINUTE
  await later(2 * MINUTE, 30_000)
  expect(await told()).toEqual(['store.paused device'])
  await later(MINUTE + 1_000, 1_000)
  expect(await told()).toEqual(['store.paused device', 'store.resumed system'])
  const { events } = await read()
  expect(events[1]?.at).toBeGreaterThanOrEqual(until)
  expect(events[1]?.at).toBeLessThanOrEqual(until + 1_000)
  await later(5 * MINUTE, 30_000)
  expect(await told()).toHaveLength(2)
})

it('what is so already tells nothing, nor does a repetition with its key; another end is news', async () => {
  const { set, told, clock } = await shop()
  await set({ state: 'open' })
  expect(await told()).toEqual([])
  const until = clock.now() + 10 * MINUTE
  for (let i = 0; i < 3; i++) await set({ state: 'paused', until })
  for (let i = 0; i < 3; i++) await set({ state: 'busy', extraMinutes: 5, forMinutes: 60 }, { 'idempotency-key': 'k' })
  expect(await told()).toEqual(['store.paused device', 'store.busy device'])
  await set({ state: 'busy', extraMinutes: 5, forMinutes: 90 })
  expect(await told()).toEqual(['store.paused device', 'store.busy device', 'store.busy device'])
})

it('an end that is refused tells nothing', async () => {
  const { set, told, clock } = await shop()
  expect((await set({ state: 'paused', until: clock.now() - 1 })).status).toBe(400)
  expect(await told()).toEqual([])
})

it('a change that comes behind the end of a pause and before the job tells that end first', async () => {
  const { set, told, clock, running } = await shop()
  await set({ state: 'paused', forMinutes: 3 })
  // No job runs in between.
  clock.jumpWall(3 * MINUTE)
  await set({ state: 'paused', forMinutes: 3 })
  expect(await told()).toEqual(['store.paused device', 'store.resumed system', 'store.paused device'])
  clock.jumpWall(3 * MINUTE)
  // It is open by its time already: the device has changed nothing.
  expect(await set({ state: 'open' })).toMatchObject({ body: { state: 'open', by: { kind: 'system' } } })
  expect((await told()).at(-1)).toBe('store.resumed system')
  expect(await endIntakes(running.ctx)).toBe(0)
  expect(await told()).toHaveLength(4)
})

it('a pause that ends while no server runs is told as ended by the next one, once', async () => {
  const { set, clock, restart, running } = await shop()
  await set({ state: 'paused', forMinutes: 3 })
  await running.stop()
  clock.advance(30 * MINUTE)
  const next = await restart()
  await expect
    .poll(async () => {
      clock.advance(1_000)
      return await next.running.ctx.db.read.all('SELECT seq, type FROM events ORDER BY seq')
    })
    .toEqual([
      { seq: 1, type: 'store.paused' },
      { seq: 2, type: 'store.resumed' },
    ])
})

it('of several servers that end a pause at the same moment, and one that pauses anew, each act is told once', async () => {
  const first = await shop()
  const { clock, running, storeId, dataDir, told, set } = first
  const { ctx } = running
  const second = engine() === 'postgres' ? (await startTestServer({ clock, dataDir })).running.ctx : ctx
  for (let round = 1; round <= 5; round++) {
    await set({ state: 'paused', forMinutes: 3 })
    clock.jumpWall(3 * MINUTE)
    const anew = { storeId, change: { state: 'busy', extraMinutes: round, forMinutes: 60 }, by: { kind: 'operator' } }
    await Promise.all([
      ...[ctx, second, ctx, second].map((one) => endIntakes(one)),
      second.db.write((tx) => changeIntake(tx, second, anew as never)),
    ])
    expect((await told()).slice(-3)).toEqual(['store.paused device', 'store.resumed system', 'store.busy operator'])
    expect(await told()).toHaveLength(3 * round)
  }
})
