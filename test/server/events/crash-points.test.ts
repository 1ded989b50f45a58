import { expect, it } from 'vitest'
import { endIntake } from '../../../server/commands/change-intake.ts'
import { moveOrder } from '../../../server/commands/move-order.ts'
import { strikePortions } from '../../../server/commands/strike-portions.ts'
import type { Context } from '../../../server/context/context.ts'
import type { Tx } from '../../../server/db/database.ts'
import { createEndpointCaller } from '../../../server/events/call-endpoint.ts'
import { deliverEvents } from '../../../server/events/deliver-events.ts'
import { throughWrites } from '../../support/beside.ts'
import { eventsRig, upTo } from './events-rig.ts'

const callEndpoint = createEndpointCaller({ allowHttp: true, allowPrivate: true })

/** A server that dies at the `at`th statement of its transactions, which is not carried out. `died` tells whether it did. */
function dying<C extends Context>(ctx: C, at: number): { ctx: C; died(): boolean } {
  let statements = 0
  let dead = false
  async function live(): Promise<void> {
    dead = dead || ++statements === at
    if (dead) throw new Error('the process died')
  }
  const mortal = (tx: Tx): Tx => ({
    ...tx,
    run: (sql, values) => live().then(() => tx.run(sql, values)),
    get: <Row>(sql: string, values?: Parameters<Tx['get']>[1]) => live().then(() => tx.get<Row>(sql, values)),
    all: <Row>(sql: string, values?: Parameters<Tx['all']>[1]) => live().then(() => tx.all<Row>(sql, values)),
  })
  return { ctx: { ...ctx, db: throughWrites(ctx.db, mortal) }, died: () => dead }
}

it('I17: a death at any statement between the move of an order and the note of its delivery loses no event, makes up none, and repeats one under its own id at most', async () => {
  const { api, running, receiver, addEndpoint, read } = await eventsRig()
  const { ctx } = running
  await addEndpoint()
  const restarted = { ...ctx, clock: { ...ctx.clock, now: () => ctx.clock.now() + 60_000 } }
  for (let at = 1, died = true; died; at++) {
    const order = await api.placePaid()
    const mortal = dying(ctx, at)
    const move = (on: typeof ctx) =>
      on.db.write((tx) => moveOrder(tx, on, { orderId: order.id, move: 'confirm', by: 'device' }))
    const isMoved = await move(mortal.ctx).then(
      () => true,
      () => false,
    )
    const { events } = await read()
    expect(events.filter(({ orderId }) => orderId === order.id)).toHaveLength(isMoved ? 1 : 0)
    if (isMoved) await deliverEvents(mortal.ctx, callEndpoint).catch(() => {})
    died = mortal.died()
    // The next start: the human accepts again, and a call that may be under way has surely ended.
    if (!isMoved) await move(ctx)
    await deliverEvents(restarted, callEndpoint)
    const about = receiver.arrivals.filter(({ event }) => event.orderId === order.id)
    expect(about.length, `dead at statement ${at}`).toBeGreaterThan(0)
    expect(new Set(about.map(({ event }) => event.id)).size, `dead at statement ${at}`).toBe(1)
    expect(at).toBeLessThan(60)
  }
  const { events } = await read()
  expect(events.map(({ seq }) => seq)).toEqual(upTo(events.length))
  // In order, each repeated at once or not at all.
  const arrived = receiver.arrivals.map(({ event }) => event.seq)
  expect(arrived).toEqual(arrived.toSorted((a, b) => a - b))
  expect(new Set(arrived).size).toBe(events.length)
})

it('a death between the call and its answer makes the call again, with the same id, when the first has surely ended', async () => {
  const { running, receiver, addEndpoint, accepted } = await eventsRig()
  const { ctx } = running
  await addEndpoint()
  await accepted()
  await accepted()
  const stopping = new AbortController()
  await deliverEvents(
    ctx,
    async (request) => {
      await callEndpoint(request)
      stopping.abort()
      return await new Promise(() => {})
    },
    stopping.signal,
  )
  expect(receiver.arrivals.map(({ event }) => event.seq)).toEqual([1])
  // Not while the first call may still be under way.
  expect(await deliverEvents(ctx, callEndpoint)).toBe(0)
  const later = { ...ctx, clock: { ...ctx.clock, now: () => ctx.clock.now() + 31_000 } }
  await deliverEvents(later, callEndpoint)
  expect(receiver.arrivals.map(({ event }) => event.seq)).toEqual([1, 1, 2])
  expect(new Set(receiver.arrivals.map(({ headers }) => headers['webhook-id'])).size).toBe(2)
})

it('I17: a death at any statement of the end of a pause tells it with the end or not at all, and the next run tells it once', async () => {
  const { api, running, storeId, token, clock, read } = await eventsRig()
  const { ctx } = running
  for (let at = 1, died = true; died; at++) {
    const body = { state: 'paused', forMinutes: 1 }
    await api.call('PATCH', `/v1/stores/${storeId}/intake`, { as: token, body })
    clock.jumpWall(60_000)
    const mortal = dying(ctx, at)
    await mortal.ctx.db.write((tx) => endIntake(tx, mortal.ctx, storeId)).catch(() => {})
    died = mortal.died()
    const untold = await ctx.db.read.get('SELECT id FROM stores WHERE intake_until IS NOT NULL')
    expect((await read()).events).toHaveLength(untold === undefined ? 2 * at : 2 * at - 1)
    await ctx.db.write((tx) => endIntake(tx, ctx, storeId))
    await ctx.db.write((tx) => endIntake(tx, ctx, storeId))
    const { events } = await read()
    expect(events.map(({ seq }) => seq)).toEqual(upTo(2 * at))
    expect(events.at(-1)?.type).toBe('store.resumed')
    expect(at).toBeLessThan(20)
  }
})

it('I17: a death at any statement of the last strike tells that the order is ready with the strike or not at all', async () => {
  const { running, storeId, accepted, read } = await eventsRig()
  const { ctx } = running
  for (let at = 1, died = true; died; at++) {
    const orderId = await accepted()
    const { lines } = await portionsOf(ctx, orderId)
    const strike = (on: typeof ctx) =>
      on.db.write((tx) => strikePortions(tx, on, { orderId, storeId, lines, by: { kind: 'device' } }))
    const about = async () => (await read()).events.filter((event) => event.orderId === orderId).map(({ type }) => type)
    const mortal = dying(ctx, at)
    const isStruck = await strike(mortal.ctx).then(
      () => true,
      () => false,
    )
    died = mortal.died()
    expect(await about()).toEqual(isStruck ? ['order.accepted', 'order.ready'] : ['order.accepted'])
    await strike(ctx)
    expect(await about()).toEqual(['order.accepted', 'order.ready'])
    expect(at).toBeLessThan(20)
  }
})

/** Reads what is to be struck off of an order so that nothing is left. */
async function portionsOf(ctx: Context, orderId: number) {
  const row = await ctx.db.read.get<{ items: string }>('SELECT items FROM orders WHERE id = ?', [orderId])
  const items = JSON.parse(row?.items ?? '[]') as { quantity: number }[]
  return { lines: items.map(({ quantity }, line) => ({ line, portions: quantity, agoMs: 0 })) }
}
