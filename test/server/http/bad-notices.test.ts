import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { makeFakeKeys } from '../../../demo/providers/fake-keys.ts'
import type { Sql } from '../../../server/db/database.ts'
import { MAX_CALLBACK_BYTES } from '../../../server/http/payment-callbacks.ts'
import { ALL_PROVIDERS } from '../../../server/payments/all-providers.ts'
import type { Payment } from '../../../shared/api/payments.ts'
import type { Reminder } from '../../../shared/api/reminders.ts'
import { createFailingSql, type FailingSql } from '../../lab/rig/failing-sql.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { TEST_WEBHOOKS_SECRET, type TestServerOptions } from '../../support/test-server.ts'
import { noticeText, WEBHOOK_PATH, webhookHeaders } from '../../support/webhook.ts'
import { createSenders, type Facts, type Sender, type Told, told, type Wrong } from './notice-senders.ts'
import type { RawRequest } from './raw-request.ts'
import { createWorld, type World } from './world.ts'

/** Made once: RSA keys take longer than everything else here. */
const keys = makeFakeKeys()
const PROVIDERS = ALL_PROVIDERS.map(({ name }) => name)

interface Place {
  world: World
  sender: Sender
  /** Of the world's unpaid order. */
  facts: Facts
  callback(wrong?: Wrong, facts?: Partial<Facts>): RawRequest
  /** Expects these words and an unchanged database, which holds no new reminder then either. */
  changesNothing(tried: string, request: RawRequest, expected: Told): Promise<void>
  takes(tried: string, request: RawRequest): Promise<void>
  payments(): Promise<Payment[]>
  reminders(): Promise<Reminder[]>
}

async function createPlace(
  provider: (typeof PROVIDERS)[number],
  { clock = createManualClock(), instrument }: Pick<TestServerOptions, 'instrument'> & { clock?: ManualClock } = {},
): Promise<Place> {
  const { env, senders } = createSenders(clock.now, keys)
  const sender = senders.find((candidate) => candidate.provider === provider)
  if (sender === undefined) throw new Error(`notice-senders.ts has no sender of ${provider}`)
  const world = await createWorld({ env, clock, instrument })
  const { number: orderNumber, amountMinor } = world.orders.unpaid
  const facts = { orderNumber, amountMinor, transactionId: 'tx-1' }
  const list = async (path: string) => (await world.api.call('GET', path, { as: world.api.operatorKey })).body
  return {
    world,
    sender,
    facts,
    callback: (wrong = {}, other = {}) => sender.request({ ...facts, ...other }, wrong),
    async changesNothing(tried, request, expected) {
      const unchanged = await watchDatabase(world.running.ctx)
      expect.soft(told(await world.send(request)), tried).toEqual(expected)
      await unchanged(tried)
    },
    async takes(tried, request) {
      expect.soft(told(await world.send(request)), tried).toEqual(sender.ok)
    },
    payments: async () => ((await list('/v1/payments?limit=200')) as { payments: Payment[] }).payments,
    reminders: async () => ((await list('/v1/reminders?limit=200')) as { reminders: Reminder[] }).reminders,
  }
}

describe.each(PROVIDERS)('%s', (provider) => {
  it('I4: what is valid is taken, once, however often it comes; what fits no order is kept, and no bell rings', async () => {
    const place = await createPlace(provider)
    await fitNothing(place)
    await comeOften(place)
  })

  it('I1: what is not to be believed, or cannot be recorded, changes nothing', async () => {
    const sql = createFailingSql()
    const place = await createPlace(provider, { instrument: { sql: sql.wrap } })
    await notSigned(place)
    await nonsense(place)
    await tooLong(place)
    await whileDown(place, sql)
  })
})

async function fitNothing(place: Place): Promise<void> {
  const { world, facts, callback, takes, payments, reminders } = place
  const before = await reminders()
  const { cancelled, paid } = world.orders
  await takes('mismatch', callback({}, { amountMinor: 1, transactionId: 'tx-a' }))
  await takes('late', callback({}, { orderNumber: cancelled.number, transactionId: 'tx-b' }))
  await takes('second', callback({}, { orderNumber: paid.number, transactionId: 'tx-c' }))
  await takes('unknown order', callback({}, { orderNumber: 'nobody', transactionId: 'tx-d' }))
  expect(await reminders()).toEqual(before)
  const kept = (await payments()).filter(({ transactionId }) => /^tx-[abcd]$/.test(transactionId))
  const reasons = kept.map(({ transactionId, reviewReason }) => [transactionId, reviewReason])
  expect(reasons.toSorted()).toEqual([
    ['tx-a', 'amount_mismatch'],
    ['tx-b', 'order_already_paid'],
    ['tx-c', 'order_already_paid'],
    ['tx-d', 'order_unknown'],
  ])
  const { body } = await world.api.call('GET', `/v1/orders/${world.orders.unpaid.id}`, { as: world.api.operatorKey })
  expect(body).toMatchObject({ number: facts.orderNumber, status: 1, payStatus: 0 })
}

async function comeOften(place: Place): Promise<void> {
  const { world, sender, facts, callback, payments, reminders, changesNothing } = place
  const before = await reminders()
  const replies = await Promise.all(Array.from({ length: 20 }, () => world.send(callback())))
  for (const reply of replies) expect(told(reply)).toEqual(sender.ok)
  expect((await reminders()).length - before.length).toBe(1)
  const { orderNumber, transactionId, amountMinor } = facts
  const [payment] = (await payments()).filter(
    (one) => one.provider === sender.provider && one.transactionId === transactionId,
  )
  expect(payment).toMatchObject({ orderNumber, amountMinor, currency: 'CNY', state: 'applied' })
  await changesNothing('again', callback(), sender.ok)
  await changesNothing(
    'of a type that needs nothing',
    callback({ unneeded: true }, { transactionId: 'tx-2' }),
    sender.ok,
  )
}

async function notSigned(place: Place): Promise<void> {
  const { sender, callback, changesNothing, takes } = place
  const unsigned = (word: string) => sender.refused(sender.unsigned, word)
  await changesNothing('forged', callback({ forged: true }), unsigned('signature_invalid'))
  const bare = { ...callback(), headers: { 'content-type': 'application/json' } }
  const form = { ...bare, body: String(bare.body).replace(/&sign=[^&]*/, '') }
  await changesNothing('unsigned', sender.provider === 'alipay' ? form : bare, unsigned('signature_missing'))
  const altered = { ...callback(), body: String(callback().body).replace(/1/, '2') }
  await changesNothing('altered', altered, unsigned('signature_invalid'))
  for (const shiftS of [-301, 302, -86_400]) {
    const forged = callback({ shiftS, forged: true })
    await changesNothing(`forged, ${shiftS} s`, forged, unsigned('signature_invalid'))
    if (sender.provider === 'alipay') await takes(`a retry, ${shiftS} s`, callback({ shiftS, unneeded: true }))
    else await changesNothing(`${shiftS} s`, callback({ shiftS }), unsigned('timestamp_skew'))
  }
}

async function nonsense(place: Place): Promise<void> {
  const { sender, callback, changesNothing } = place
  const malformed = sender.refused(400, 'malformed')
  await changesNothing('empty', { ...callback(), body: '' }, malformed)
  const nothing = { method: 'POST', path: sender.path }
  await changesNothing('nothing at all', nothing, malformed)
  for (const amount of [38.555, -1, '1e3', 'Zq7-canary', ''])
    await changesNothing(`amount ${amount}`, callback({ amount }), malformed)
  if (sender.provider !== 'standard-webhooks')
    await changesNothing('not ours', callback({ foreign: true }), sender.refused(400, 'not_ours'))
  if (sender.provider === 'alipay') return
  for (const body of ['{', '[]', 'null', '\u0000', '{"__proto__":{}}'])
    await changesNothing(body, callback({ body }), malformed)
}

async function tooLong(place: Place): Promise<void> {
  const { sender, callback, changesNothing } = place
  const long = callback({ body: ' '.repeat(MAX_CALLBACK_BYTES + 1) })
  await changesNothing('too long', long, sender.refused(413, 'body_too_large'))
  const chunked = { ...long, headers: { ...long.headers, 'transfer-encoding': 'chunked' } }
  await changesNothing('too long, in chunks', chunked, sender.refused(413, 'body_too_large'))
  const right = callback()
  const packed = {
    ...right,
    body: gzipSync(String(right.body)),
    headers: { ...right.headers, 'content-encoding': 'gzip' },
  }
  await changesNothing('packed', packed, sender.refused(415, 'media_type_unsupported'))
}

async function whileDown(place: Place, sql: FailingSql): Promise<void> {
  const { sender, callback, changesNothing, takes, reminders } = place
  const before = await reminders()
  sql.fail('SQLITE_IOERR', ({ text }) => /^(BEGIN|INSERT)/.test(text))
  for (const tried of ['down', 'still down'])
    await changesNothing(tried, callback(), sender.refused(sender.failed, 'temporary'))
  sql.heal()
  await takes('up again', callback())
  expect((await reminders()).length - before.length).toBe(1)
}

it('WeChat Pay: a probe, a serial nobody knows, a resource sealed with another key; and the origin’s address', async () => {
  const { world, sender, callback, changesNothing, takes } = await createPlace('wechatpay')
  const right = callback()
  const withHeader = (name: string, value: string) => ({ ...right, headers: { ...right.headers, [name]: value } })
  const probe = withHeader('Wechatpay-Signature', 'WECHATPAY/SIGNTEST/abc')
  await changesNothing('probe', probe, sender.refused(401, 'signature_invalid'))
  await changesNothing('serial', withHeader('Wechatpay-Serial', 'ABCD'), sender.refused(500, 'key_unknown'))
  const otherKeys = { ...keys, wechatpay: { ...keys.wechatpay, apiV3Key: Buffer.alloc(32, 7) } }
  const { senders } = createSenders(world.clock.now, otherKeys)
  const stranger = senders[0]?.request({ orderNumber: 'x', transactionId: 'x', amountMinor: 1 })
  const sealed = callback({ body: String(stranger?.body) })
  await changesNothing('sealed otherwise', sealed, sender.refused(400, 'decrypt_failed'))
  await takes('/notify/paySuccess', { ...right, path: '/notify/paySuccess' })
})

it('Alipay: SHA-1 by the request’s own wish, and a parameter that stands twice', async () => {
  const { sender, callback, changesNothing } = await createPlace('alipay')
  const form = String(callback().body)
  const fail = sender.refused(400, '')
  await changesNothing('RSA', { ...callback(), body: form.replace('sign_type=RSA2', 'sign_type=RSA') }, fail)
  await changesNothing('twice', { ...callback(), body: `${form}&total_amount=0.01` }, fail)
})

it('I4: two notices whose transactions differ in bytes that are no UTF-8 are refused, and none is taken for the other', async () => {
  const { world, sender, facts, changesNothing } = await createPlace('standard-webhooks')
  for (const transactionId of ['\xd6\xd0', '\xb9\xfa', '\\ud800', '\\udfff']) {
    const text = noticeText(world.clock.now(), { ...facts, transactionId: 'tx' }).replace('"tx"', `"${transactionId}"`)
    const body = Buffer.from(text, 'latin1')
    const headers = webhookHeaders(TEST_WEBHOOKS_SECRET, world.clock.now(), body, 'm1')
    const request = {
      method: 'POST',
      path: WEBHOOK_PATH,
      body,
      headers: { 'content-type': 'application/json', ...headers },
    }
    await changesNothing(transactionId, request, sender.refused(400, 'malformed'))
  }
})

it('a provider that nobody knows, or that is not set up, has no address', async () => {
  const world = await createWorld()
  for (const provider of ['wechatpay', 'alipay', 'stripe', 'paySuccess', 'hmac', '__proto__'])
    await world.refuses(provider, { method: 'POST', path: `/notify/${provider}`, body: 'x' }, 'provider_unknown')
})

it.each(['wechatpay', 'standard-webhooks'] as const)(
  'I1: what takes longer than the provider waits is not acknowledged, and the retry finds it recorded (%s)',
  async (name) => {
    const slow = createSlowSql(/INTO payments/)
    const clock = createManualClock()
    const { world, sender, callback, takes, payments } = await createPlace(name, {
      clock,
      instrument: { sql: slow.wrap },
    })
    const before = (await payments()).length
    slow.begin()
    const answered = world.send(callback())
    await slow.arrived
    clock.advance(4_500)
    const reply = told(await answered)
    if (name === 'wechatpay') expect(reply).toEqual(sender.refused(500, 'temporary'))
    else expect(reply).toEqual({ status: 503, problem: 'still_working' })
    slow.end()
    await expect.poll(async () => (await payments()).length).toBe(before + 1)
    await takes('the retry', callback())
  },
)

/** A storage that, from `begin` to `end`, does not finish statements that fit. */
function createSlowSql(statement: RegExp) {
  let [begun, arrive, end] = [false, () => {}, () => {}]
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const wait = async (text: string) => {
    if (!begun || !statement.test(text)) return
    arrive()
    await ended
  }
  const wrap = (sql: Sql): Sql => ({
    run: async (text, values) => wait(text).then(() => sql.run(text, values)),
    get: async <Row>(text: string, values?: Parameters<Sql['get']>[1]) =>
      wait(text).then(() => sql.get<Row>(text, values)),
    all: async <Row>(text: string, values?: Parameters<Sql['all']>[1]) =>
      wait(text).then(() => sql.all<Row>(text, values)),
  })
  return {
    wrap,
    arrived,
    end: () => end(),
    begin() {
      begun = true
    },
  }
}
