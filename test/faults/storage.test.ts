import { beforeEach, describe, expect, it } from 'vitest'
import type { Order } from '../../shared/api/orders.ts'
import { checkDatabase } from '../lab/check/check-database.ts'
import { explain } from '../lab/check/check-history.ts'
import { type DatabaseDump, readDatabase } from '../lab/check/read-database.ts'
import { createFailingSql, type FailingSql, type Fault } from '../lab/rig/failing-sql.ts'
import { createManualClock, type ManualClock } from '../support/manual-clock.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

const FAULTS: Fault[] = ['SQLITE_FULL', 'SQLITE_IOERR']

let disk: FailingSql
let clock: ManualClock
let server: TestServer

beforeEach(async () => {
  disk = createFailingSql()
  clock = createManualClock()
  server = await startTestServer({ clock, instrument: { sql: disk.wrap } })
})

const notice = (order: Order) => ({
  transactionId: `tx-${order.number}`,
  orderNumber: order.number,
  amountMinor: order.amountMinor,
})

async function statementsOfAPayment(): Promise<string[]> {
  const order = await server.api.place()
  disk.heal()
  expect(await server.api.notify(notice(order))).toMatchObject({ status: 204 })
  return disk.seen()
}

const refused = {
  status: 503,
  body: { code: 'storage_unavailable', retryMs: 5_000 },
}

async function expectSound(): Promise<DatabaseDump> {
  const database = await readDatabase(server.dataDir)
  expect(explain(checkDatabase(database))).toEqual([])
  return database
}

/** A second passes; how often a repetition has been tried by then. A job that still runs is not begun again. */
async function tried(): Promise<number> {
  await clock.advanceAsync(1_000)
  return disk.seen().filter((text) => text.includes('SET n = n + 1')).length
}

/** A second passes; how often the first reminder has been announced by then. */
async function repetitions(): Promise<number | undefined> {
  await clock.advanceAsync(1_000)
  return (await readDatabase(server.dataDir)).reminders[0]?.n
}

describe('a disk that refuses', () => {
  it.each(FAULTS)(
    'I1: %s at any statement of a payment: 503, nothing changed, and the next try is taken',
    async (code) => {
      const statements = await statementsOfAPayment()
      expect([statements[0], statements.at(-1)]).toEqual(['BEGIN', 'COMMIT'])
      expect(statements.length).toBeGreaterThanOrEqual(7)
      for (const [index, text] of statements.entries()) {
        const order = await server.api.place()
        const before = await readDatabase(server.dataDir)
        disk.fail(code, ({ at }) => at === index + 1)
        const reply = await server.api.notify(notice(order))
        expect(reply, text).toMatchObject(refused)
        expect(reply.headers.get('retry-after'), text).toBe('5')
        expect(await readDatabase(server.dataDir), text).toEqual(before)
        disk.heal()
        expect(await server.api.notify(notice(order)), text).toMatchObject({ status: 204 })
        const after = await expectSound()
        expect(after.log, text).toHaveLength(before.log.length + 1)
      }
    },
  )

  it.each(FAULTS)('I4: a COMMIT that happened and reports %s: the retry finds the payment done, once', async (code) => {
    const order = await server.api.place()
    disk.hide(code, ({ text }) => text === 'COMMIT')
    expect(await server.api.notify(notice(order))).toMatchObject(refused)
    disk.heal()
    expect(await server.api.notify(notice(order))).toMatchObject({ status: 204 })
    const { log, payments } = await expectSound()
    expect([log.length, payments.length]).toEqual([1, 1])
  })

  // SQLite ends the transaction even when its ROLLBACK reports an error. This is the worse case, in which it did not.
  it('I1: a ROLLBACK that is refused as well costs one more try at most', async () => {
    const order = await server.api.place()
    disk.fail('SQLITE_IOERR', ({ text }) => text === 'COMMIT' || text === 'ROLLBACK')
    expect(await server.api.notify(notice(order))).toMatchObject(refused)
    disk.heal()
    const replies = [await server.api.notify(notice(order)), await server.api.notify(notice(order))]
    expect(replies[1]).toMatchObject({ status: 204 })
    expect([204, 500, 503]).toContain(replies[0]?.status)
    expect((await expectSound()).log).toHaveLength(1)
  })

  it('I1: what shares a transaction with the one that fails is refused with it, and changes nothing', async () => {
    const orders = [await server.api.place(), await server.api.place(), await server.api.place()]
    const before = await readDatabase(server.dataDir)
    let payments = 0
    disk.fail('SQLITE_FULL', ({ text }) => text.includes('INSERT INTO payments') && ++payments === 1)
    const replies = await Promise.all(orders.map((order) => server.api.notify(notice(order))))
    // How many of them met in one group is chance; those that did share its fate.
    const refusals = replies.filter(({ status }) => status === 503)
    expect(refusals.length).toBeGreaterThan(0)
    const after = await expectSound()
    expect(after.payments.length - before.payments.length).toBe(orders.length - refusals.length)
    disk.heal()
    for (const order of orders) expect(await server.api.notify(notice(order))).toMatchObject({ status: 204 })
    expect((await expectSound()).log).toHaveLength(orders.length)
  })

  it('I1: a device is told nothing of a payment that was refused, and all of it when it is taken', async () => {
    const { token } = await server.api.pair()
    const device = await server.connect({ token, autoAck: true })
    await device.synced()
    const order = await server.api.place()
    disk.fail('SQLITE_IOERR', ({ text }) => text === 'COMMIT')
    await server.api.notify(notice(order))
    disk.heal()
    await server.api.notify(notice(order))
    expect(await device.until((frame) => 'type' in frame)).toMatchObject({ orderId: order.id, seq: 1, n: 1 })
  })

  it('I10 I11: answers, urges and repetitions are refused as a whole and taken later', async () => {
    const { token } = await server.api.pair()
    const order = await server.api.placePaid()
    const path = `/v1/orders/${order.id}`
    const before = await readDatabase(server.dataDir)
    disk.fail('SQLITE_FULL', ({ text }) => text.includes('INSERT INTO reminder_log'))
    const urge = { as: server.api.orderingKey, headers: { 'idempotency-key': 'urge-1' }, body: {} }
    const confirm = { as: token, headers: { 'idempotency-key': 'confirm-1' }, body: {} }
    expect(await server.api.call('POST', `${path}/urge`, urge)).toMatchObject(refused)
    expect(await server.api.call('POST', `${path}/confirm`, confirm)).toMatchObject(refused)
    clock.advance(30_000)
    await expect.poll(tried).toBeGreaterThan(0)
    expect(await readDatabase(server.dataDir)).toEqual(before)

    disk.heal()
    await expect.poll(repetitions).toBe(2)
    expect(await server.api.call('POST', `${path}/urge`, urge)).toMatchObject({ status: 200, body: { urges: 1 } })
    expect(await server.api.call('POST', `${path}/confirm`, confirm)).toMatchObject({
      status: 200,
      body: { status: 3 },
    })
    expect((await expectSound()).reminders.filter(({ state }) => state === 'open')).toEqual([])
  })

  it('is not ready while it refuses, and is again without a restart', async () => {
    expect(await server.api.call('GET', '/readyz')).toMatchObject({ status: 200 })
    clock.advance(6_000)
    disk.fail('SQLITE_FULL', () => true)
    expect(await server.api.call('GET', '/readyz')).toMatchObject({ status: 503, body: { fault: 'disk' } })
    expect(await server.api.call('GET', '/healthz')).toMatchObject({ status: 200 })
    disk.heal()
    // A write of a job may have been refused after that answer; the jobs of the next seconds show that the disk is well.
    const later = async () => {
      clock.advance(1_000)
      return await server.api.call('GET', '/readyz')
    }
    await expect.poll(later).toMatchObject({ status: 200, body: { status: 'ready' } })
  })
})
