import { expect, it } from 'vitest'
import { moveOrder } from '../../../server/commands/move-order.ts'
import { placeEvents } from '../../../server/events/place-events.ts'
import { readEvents } from '../../../server/events/read-events.ts'
import { prune } from '../../../server/jobs/prune.ts'
import type { Event } from '../../../shared/api/events.ts'
import { eventsRig, upTo } from './events-rig.ts'

const DAY = 24 * 3_600_000

it('I17: events of a store are dense, in order, and continue where an answer ended', async () => {
  const { accepted, read, storeId, api, token } = await eventsRig()
  const first = await accepted()
  const before = await read()
  expect(before.events).toMatchObject([
    { seq: 1, storeId, type: 'order.accepted', orderId: first, data: { promisedAt: null, by: { kind: 'device' } } },
  ])
  expect(before.events[0]?.id).toMatch(/^evt_/)
  const second = await api.placePaid()
  await api.move(token, second.id, 'reject', '卖完了')
  const next = await read(`store=${storeId}&after=${before.next}`)
  expect(next.events.map(({ seq, type }) => [seq, type])).toEqual([
    [2, 'order.rejected'],
    [3, 'refund.due'],
  ])
  expect(next.events[0]).toMatchObject({ orderNumber: second.number, data: { reason: '卖完了' } })
  const end = await read(`store=${storeId}&after=${next.next}`)
  expect(end).toEqual({ events: [], next: next.next, more: false })
})

it('pages are as long as was asked, and say whether there is more', async () => {
  const { accepted, storeId, api } = await eventsRig()
  for (let i = 0; i < 5; i++) await accepted()
  for (const which of [`store=${storeId}&`, '']) {
    const seqs: number[] = []
    let after = ''
    for (let more = true; more; ) {
      const { body } = await api.call('GET', `/v1/events?${which}limit=2${after}`, { as: api.orderingKey })
      const page = body as { events: Event[]; next: string; more: boolean }
      expect(page.events.length).toBeLessThanOrEqual(2)
      seqs.push(...page.events.map(({ seq }) => seq))
      after = `&after=${page.next}`
      more = page.more
    }
    expect(seqs).toEqual(upTo(5))
  }
})

it('a long poll answers as soon as there is something, and empty when its time is over', async () => {
  const { accepted, read, storeId, clock, api, running } = await eventsRig()
  const { next } = await read()
  for (const query of [`store=${storeId}&after=${next}&wait=30`, 'wait=30']) {
    const waiting = read(query)
    await accepted()
    expect((await waiting).events.at(-1)).toMatchObject({ type: 'order.accepted' })
  }
  const { next: end } = await read()
  let answered = false
  const empty = read(`store=${storeId}&after=${end}&wait=2`).then((page) => {
    answered = true
    return page
  })
  // It waits for the clock, which stands still until it is moved.
  await api.place()
  expect(answered).toBe(false)
  while (!answered) {
    clock.advance(500)
    await running.ctx.db.read.get('SELECT 1 AS one')
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
  expect(await empty).toEqual({ events: [], next: end, more: false })
})

it('a key that is revoked, or ends, while an answer waits gets nothing of what is told afterwards', async () => {
  const { accepted, read, storeId, clock, api } = await eventsRig()
  const { next } = await read()
  const issue = async (more: object = {}) => {
    const made = await api.call('POST', '/v1/keys', {
      as: api.operatorKey,
      body: { role: 'ordering', name: '小程序', ...more },
    })
    return made.body as { id: string; key: string }
  }
  const wait = (as: string) => api.call('GET', `/v1/events?store=${storeId}&after=${next}&wait=30`, { as })
  const [revoked, ending, kept] = [await issue(), await issue({ expiresAt: clock.now() + 400 }), await issue()]
  const waiting = [revoked, ending, kept].map(({ key }) => wait(key))
  // Each has begun to wait: what is asked after it has been answered.
  await read()
  await read('')
  await api.call('DELETE', `/v1/keys/${revoked.id}`, { as: api.operatorKey })
  clock.advance(450)
  await accepted()
  const answers = await Promise.all(waiting)
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 200])
  expect(answers[0]?.body).toMatchObject({ code: 'unauthenticated' })
})

it('a server that stops lets everybody who waits go', async () => {
  const { read, stop } = await eventsRig()
  const { next } = await read('')
  const waiting = read(`after=${next}&wait=30`)
  await read('')
  await stop()
  expect(await waiting).toMatchObject({ events: [] })
})

it('events across all stores come in one order, each store’s in its own, and none is missed while many are told', async () => {
  const { api, running, token, storeId } = await eventsRig()
  const { ctx } = running
  const { body } = await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '别家' } })
  const other = (body as { id: string }).id
  const theirs = await api.pair(other)
  const orders = await Promise.all(
    upTo(40).map(async (n) => ({ n, order: await api.placePaid({ storeId: n % 3 === 0 ? other : storeId }) })),
  )
  expect([token, theirs.token]).toHaveLength(2)
  const seen: Event[] = []
  let after: string | undefined
  let telling = true
  const told = Promise.all(
    orders.map(({ order }) =>
      ctx.db.write((tx) => moveOrder(tx, ctx, { orderId: order.id, move: 'confirm', by: 'device', name: '前台' })),
    ),
  ).finally(() => {
    telling = false
  })
  // One reader goes on meanwhile, others place as well.
  for (let last = false; !last; ) {
    last = !telling
    const [page] = await Promise.all([
      readEvents(ctx, { after, limit: 3 }),
      placeEvents(ctx),
      readEvents(ctx, { limit: 7 }),
    ])
    seen.push(...page.events)
    after = page.next
    if (page.more) last = false
  }
  await told
  expect(new Set(seen.map(({ id }) => id)).size).toBe(40)
  for (const store of [storeId, other]) {
    const own = seen.filter((event) => event.storeId === store).map(({ seq }) => seq)
    expect(own).toEqual(upTo(own.length))
  }
  const places = await ctx.db.read.all<{ place: number }>('SELECT place FROM events ORDER BY place')
  expect(places.map(({ place }) => place)).toEqual(upTo(40))
})

it('a command that is refused tells nothing, and leaves no gap', async () => {
  const { api, running, token, read, accepted } = await eventsRig()
  const { ctx } = running
  const order = await api.placePaid()
  await expect(
    ctx.db.write(async (tx) => {
      await moveOrder(tx, ctx, { orderId: order.id, move: 'confirm', by: 'device' })
      throw new Error('it comes to nothing')
    }),
  ).rejects.toThrow('it comes to nothing')
  await ctx.db.write(async (tx) => {
    await tx
      .attempt(async () => {
        await moveOrder(tx, ctx, { orderId: order.id, move: 'confirm', by: 'device' })
        throw new Error('this part does')
      })
      .catch(() => {})
  })
  expect((await api.move(token, order.id, 'dispatch')).status).toBe(409)
  expect((await read()).events).toEqual([])
  await accepted()
  expect((await read()).events.map(({ seq }) => seq)).toEqual([1])
})

it('a cursor that this server did not make, or that is of something else, is refused', async () => {
  const { api, read, storeId, accepted } = await eventsRig()
  await accepted()
  const [own, all] = [(await read()).next, (await read('')).next]
  const bad = [
    '',
    'x',
    '%00',
    's.',
    'a.',
    'a.1',
    'a.-1.evt',
    `${own}x!`,
    own.replace(/\d+\.evt/, '01.evt'),
    'a.1.evt.2',
  ]
  for (const which of [`store=${storeId}&`, ''])
    for (const after of [...bad, which === '' ? own : all]) {
      const reply = await api.call('GET', `/v1/events?${which}after=${after}`, { as: api.orderingKey })
      expect(reply, after).toMatchObject({ status: 400, body: { code: 'cursor_invalid' } })
    }
})

it('I13: a cursor of another history, or one whose events are deleted, is gone, and the answer says where to begin', async () => {
  const { api, read, storeId, accepted, running } = await eventsRig()
  await accepted()
  const [own, all] = [await read(), await read('')]
  await accepted()
  const gone = async (query: string) => {
    const reply = await api.call('GET', `/v1/events?${query}`, { as: api.orderingKey })
    expect(reply, query).toMatchObject({ status: 410, body: { code: 'events_gone', next: expect.any(String) } })
    return (reply.body as { next: string }).next
  }
  const other = (text: string) => text.replace(/evt_[0-9a-f]{4}/, 'evt_ffff')
  await gone(`store=${storeId}&after=${other(own.next)}`)
  await gone(`store=${storeId}&after=${own.next.replace(/\.ep_[0-9a-f]{4}/, '.ep_ffff')}`)
  await gone(`store=${storeId}&after=${own.next.replace('.1.', '.7.')}`)
  await gone(`after=${other(all.next)}`)
  await gone(`after=${all.next.replace('a.1.', 'a.7.')}`)
  await running.ctx.db.write((tx) => tx.run('UPDATE events SET at = at - ?', [8 * DAY]))
  await accepted()
  await prune(running.ctx)
  const events = (query: string) => read(query).then((page) => page.events.map(({ seq }) => seq))
  const [anew, anewAll] = [await gone(`store=${storeId}&after=${own.next}`), await gone(`after=${all.next}`)]
  expect(await events(`store=${storeId}&after=${anew}`)).toEqual([3])
  expect(await events(`after=${anewAll}`)).toEqual([3])
  expect(await events('')).toEqual([3])
})

it('whoever had the last event before it was deleted goes on without a gap', async () => {
  const { read, storeId, accepted, running } = await eventsRig()
  await accepted()
  await accepted()
  const [own, all] = [await read(), await read('')]
  await running.ctx.db.write((tx) => tx.run('UPDATE events SET at = at - ?', [8 * DAY]))
  await prune(running.ctx)
  expect((await read('')).events).toEqual([])
  await accepted()
  for (const query of [`store=${storeId}&after=${own.next}`, `after=${all.next}`])
    expect((await read(query)).events.map(({ seq }) => seq)).toEqual([3])
})

it('a store that is not there is unknown', async () => {
  const { api } = await eventsRig()
  const reply = await api.call('GET', '/v1/events?store=st_nobody', { as: api.orderingKey })
  expect(reply).toMatchObject({ status: 404, body: { code: 'store_unknown' } })
})
