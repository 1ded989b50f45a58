import { expect, it } from 'vitest'
import type { Sql } from '../../server/db/database.ts'
import { asStorageError } from '../../server/db/storage-error.ts'
import type { Order } from '../../shared/api/orders.ts'
import { watchDatabase } from '../support/db-dump.ts'
import { isReminder } from '../support/frames.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { startTestServer } from '../support/test-server.ts'

/** A writer whose statements fail, while `failing` fits them, with what SQLite says when the disk is full. */
function fullDisk() {
  const disk: { failing: RegExp | undefined } = { failing: undefined }
  const check = (text: string) => {
    if (disk.failing?.test(text) !== true) return
    throw asStorageError(Object.assign(new Error('SQLITE_FULL: database or disk is full'), { code: 'SQLITE_FULL' }))
  }
  const sql = (real: Sql): Sql => ({
    run: async (text, values) => {
      check(text)
      return await real.run(text, values)
    },
    get: async (text, values) => {
      check(text)
      return await real.get(text, values)
    },
    all: async (text, values) => {
      check(text)
      return await real.all(text, values)
    },
  })
  return { disk, instrument: { sql } }
}

const refused = { status: 503, body: { code: 'storage_unavailable', retryMs: 5_000 } }

it('I1: while the disk takes no writes, every call that writes is refused and changes nothing; reading goes on', async () => {
  const { disk, instrument } = fullDisk()
  const { api, storeId, running } = await startTestServer({ instrument })
  const { token, deviceId } = await api.pair()
  const grant = await api.call('POST', `/v1/stores/${storeId}/pairing-codes`, { as: api.operatorKey })
  const order = await api.place()
  const paid = await api.placePaid()
  const unchanged = await watchDatabase(running.ctx)
  disk.failing = /^(INSERT|UPDATE|DELETE)/

  const items = [{ name: '粥', quantity: 1 }]
  const { code } = grant.body as { code: string }
  const calls = {
    order: () => api.call('POST', '/v1/orders', { as: api.orderingKey, body: { storeId, items, amountMinor: 1 } }),
    callback: () => api.notify({ orderNumber: order.number, amountMinor: order.amountMinor }),
    payment: () =>
      api.call('POST', `/v1/orders/${order.id}/payments`, {
        as: api.orderingKey,
        body: { provider: 'standard-webhooks' },
      }),
    move: () => api.move(token, paid.id, 'confirm'),
    keyed: () => api.call('POST', `/v1/orders/${paid.id}/confirm`, { as: token, headers: { 'idempotency-key': 'k1' } }),
    urge: () => api.call('POST', `/v1/orders/${paid.id}/urge`, { as: api.orderingKey }),
    store: () => api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '分店' } }),
    code: () => api.call('POST', `/v1/stores/${storeId}/pairing-codes`, { as: api.operatorKey }),
    pair: () => api.call('POST', '/v1/devices/pair', { body: { code, name: '前台', platform: 'test' } }),
    revoke: () => api.call('DELETE', `/v1/devices/${deviceId}`, { as: api.operatorKey }),
  }
  for (const [name, call] of Object.entries(calls)) {
    const reply = await call()
    expect.soft(reply, name).toMatchObject(refused)
    expect.soft(reply.headers.get('retry-after'), name).toBe('5')
    await unchanged(name)
  }
  expect(await api.call('GET', `/v1/orders/${order.id}`, { as: token })).toMatchObject({ status: 200 })
  expect(await api.call('GET', '/v1/reminders', { as: token })).toMatchObject({ status: 200 })

  disk.failing = undefined
  for (const [name, call] of Object.entries(calls)) expect.soft((await call()).status, name).toBeLessThan(500)
})

it.each([
  'BEGIN',
  'INSERT INTO payments',
  'UPDATE orders',
  'UPDATE stores',
  'INSERT INTO reminders',
  'INSERT INTO reminder_log',
  'COMMIT',
])('I1: a disk that is full at %s costs a payment its answer, and the retry rings', async (statement) => {
  const { disk, instrument } = fullDisk()
  const server = await startTestServer({ instrument })
  const { api, running } = server
  const { token } = await api.pair()
  const device = await server.connect({ token, autoAck: true })
  await device.synced()
  const { number: orderNumber, amountMinor } = await api.place()
  const unchanged = await watchDatabase(running.ctx)
  const notify = () => api.notify({ transactionId: 'tx-1', orderNumber, amountMinor })

  disk.failing = new RegExp(`^${statement}`)
  expect(await notify()).toMatchObject(refused)
  expect(await notify()).toMatchObject(refused)
  await unchanged(statement)
  expect(device.frames.filter(isReminder)).toEqual([])

  disk.failing = undefined
  expect((await notify()).status).toBe(204)
  expect(await device.until(isReminder)).toMatchObject({ seq: 1, content: `订单号：${orderNumber}` })
})

it('readiness follows the disk, both ways; liveness does not', async () => {
  const clock = createManualClock()
  const { disk, instrument } = fullDisk()
  const { api } = await startTestServer({ clock, instrument })
  const ready = () => api.call('GET', '/readyz')
  expect(await ready()).toMatchObject({ status: 200, body: { status: 'ready' } })
  disk.failing = /^COMMIT/
  clock.advance(5_000)
  for (let i = 0; i < 3; i++) {
    expect(await ready()).toMatchObject({ status: 503, body: { status: 'unavailable', fault: 'disk' } })
    expect(await api.call('GET', '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } })
  }
  disk.failing = undefined
  expect(await ready()).toMatchObject({ status: 200, body: { status: 'ready' } })
})

it('after a refused order the server is not ready, though its own small write would fit, until a write is taken', async () => {
  const clock = createManualClock()
  const { disk, instrument } = fullDisk()
  const { api } = await startTestServer({ clock, instrument })
  const ready = () => api.call('GET', '/readyz')
  expect(await ready()).toMatchObject({ status: 200 })
  disk.failing = /^INSERT INTO orders/
  await expect(api.place()).rejects.toThrow()
  for (let i = 0; i < 2; i++) expect(await ready()).toMatchObject({ status: 503, body: { fault: 'disk' } })
  clock.advance(4_999)
  expect(await ready()).toMatchObject({ status: 503, body: { fault: 'disk' } })
  disk.failing = undefined
  await api.place()
  expect(await ready()).toMatchObject({ status: 200 })
  disk.failing = /^INSERT INTO orders/
  await expect(api.place()).rejects.toThrow()
  expect(await ready()).toMatchObject({ status: 503 })
  clock.advance(5_000)
  expect(await ready(), 'nobody has tried for five seconds').toMatchObject({ status: 200 })
})

it('a database that SQLite has called malformed is not ready any more, whatever is written after it', async () => {
  const { api, running } = await startTestServer()
  expect(await api.call('GET', '/readyz')).toMatchObject({ status: 200 })
  const malformed = asStorageError(Object.assign(new Error('malformed'), { code: 'SQLITE_CORRUPT' }))
  await expect(running.ctx.db.write(() => Promise.reject(malformed))).rejects.toThrow('SQLITE_CORRUPT')
  await api.placePaid()
  expect(await api.call('GET', '/readyz')).toMatchObject({ status: 503, body: { fault: 'disk' } })
})

it('a search that the disk refuses is answered as such, too', async () => {
  const { api, running } = await startTestServer()
  await api.place()
  running.ctx.db.query.on('start', (builder) => {
    builder.on('query', () => {
      throw Object.assign(new Error('SQLITE_IOERR: disk I/O error'), { code: 'SQLITE_IOERR' })
    })
  })
  expect(await api.call('GET', '/v1/orders', { as: api.operatorKey })).toMatchObject(refused)
})

it('a bug is answered with 500 and no word of what it was', async () => {
  const lines: string[] = []
  const { api, running } = await startTestServer({ log: (line) => lines.push(line) })
  const { id } = (await api.place()) as Order
  await running.ctx.db.write((tx) => tx.run('ALTER TABLE reminders RENAME TO gone'))
  const { status, body } = await api.call('GET', `/v1/reminders?orderId=${id}`, { as: api.operatorKey })
  expect({ status, body }).toEqual({
    status: 500,
    body: {
      type: '/problems/internal',
      code: 'internal',
      status: 500,
      title: expect.any(String),
      requestId: expect.any(String),
    },
  })
  const logged = lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'a request failed')
  expect(logged).toMatchObject({
    requestId: (body as { requestId: string }).requestId,
    err: { message: expect.stringContaining('no such table') },
  })
})
