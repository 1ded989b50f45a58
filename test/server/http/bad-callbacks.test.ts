import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { MAX_CALLBACK_BYTES } from '../../../server/http/payment-callbacks.ts'
import { signWebhook } from '../../../server/lib/sign-webhook.ts'
import { TOLERANCE_MS } from '../../../server/payments/providers/parse-callback.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import { signed } from '../../support/test-api.ts'
import { TEST_WEBHOOKS_SECRET } from '../../support/test-server.ts'
import { MARKER } from './expect-problem.ts'
import type { RawRequest } from './raw-request.ts'
import { createWorld, type World } from './world.ts'

const PATH = '/notify/standard-webhooks'
const MINUTE_S = 60

/** A notice about the unpaid order of the world; `data` changes what it says of the payment. */
function notice({ orders, clock }: World, data: Record<string, unknown> = {}, rest: object = {}): string {
  const { number: orderNumber, amountMinor } = orders.unpaid
  const facts = { transactionId: 'tx-1', orderNumber, amountMinor, currency: 'CNY', paidAt: clock.now() }
  const timestamp = new Date(clock.now()).toISOString()
  return JSON.stringify({ type: 'payment.succeeded', timestamp, data: { ...facts, ...data }, ...rest })
}

/** The callback as the provider sends it, with other headers if wanted; `undefined` leaves one out. */
function callback(world: World, body: string | Buffer, headers: Record<string, unknown> = {}): RawRequest {
  const all = { 'content-type': 'application/json', ...signed(world.running, body), ...headers }
  const present = Object.entries(all).filter(([, value]) => value !== undefined)
  return { method: 'POST', path: PATH, body, headers: Object.fromEntries(present) as Record<string, string> }
}

/** The headers of a callback signed with that secret, `shiftS` seconds from now. */
function signedAt(world: World, body: string, shiftS: number, secret = TEST_WEBHOOKS_SECRET): Record<string, string> {
  const seconds = Math.floor(world.clock.now() / 1000) + shiftS
  const signature = signWebhook(secret, 'msg_1', seconds, body)
  return { 'webhook-id': 'msg_1', 'webhook-timestamp': String(seconds), 'webhook-signature': signature }
}

/** Expects the callback to be taken: the order of the world is paid by it, in this test for the first time. */
async function takes(world: World, tried: string, request: RawRequest): Promise<void> {
  const { status, text } = await world.send(request)
  expect.soft({ status, text }, tried).toEqual({ status: 204, text: '' })
  const { body } = await world.api.call('GET', `/v1/orders/${world.orders.unpaid.id}`, { as: world.api.operatorKey })
  expect.soft(body, tried).toMatchObject({ status: 2, payStatus: 1 })
}

it('a callback without a whole signature is refused', async () => {
  const world = await createWorld()
  const body = notice(world)
  const {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': right = '',
  } = signed(world.running, body)
  const refuses = (headers: Record<string, unknown>, code: ProblemCode) =>
    world.refuses(
      JSON.stringify(headers).slice(0, 200),
      callback(world, body, {
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': right,
        ...headers,
      }),
      code,
    )
  for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
    for (const nothing of [undefined, '']) await refuses({ [name]: nothing }, 'signature_missing')
    await refuses({ [name]: MARKER }, 'signature_invalid')
    await refuses({ [name]: [MARKER, MARKER] }, 'signature_invalid')
  }
  await refuses({ 'webhook-id': [id, id] }, 'signature_invalid')
  const timestamps = ['abc', '1e9', '-1', '1.5', '9'.repeat(13), '0x10', 'NaN', `${timestamp}000`, `+${timestamp}`]
  for (const wrong of [...timestamps, [timestamp, timestamp]])
    await refuses({ 'webhook-timestamp': wrong }, 'signature_invalid')
  const signatures = [
    ...['v1,', 'v1', ',', 'v1,AAAA', `v2,${right.slice(3)}`, right.slice(3), right.slice(0, -1), `${right}=`],
    ...[right.toLowerCase(), right.replace('v1,', 'V1,'), `${right},${right}`, 'v1,x '.repeat(2_000)],
  ]
  for (const wrong of signatures) await refuses({ 'webhook-signature': wrong }, 'signature_invalid')
})

it('a callback signed by somebody else, or altered after signing, is refused', async () => {
  const world = await createWorld()
  const body = notice(world)
  const other = `whsec_${Buffer.from('a secret of somebody else entirely').toString('base64')}`
  await world.refuses('another secret', callback(world, body, signedAt(world, body, 0, other)), 'signature_invalid')
  for (const secret of ['', 'whsec_', world.api.operatorKey])
    await world.refuses(`“${secret}”`, callback(world, body, signedAt(world, body, 0, secret)), 'signature_invalid')
  const headers = signed(world.running, body)
  for (const at of [0, 30, body.length - 1]) {
    const altered = Buffer.from(body)
    altered[at] = (altered[at] ?? 0) ^ 1
    await world.refuses(`byte ${at}`, callback(world, altered, headers), 'signature_invalid')
  }
  const more = notice(world, { amountMinor: 1 })
  for (const text of [more, `${body} `, ` ${body}`, body.slice(0, -1), JSON.stringify(JSON.parse(body), null, 1)])
    await world.refuses(`“${text.slice(0, 60)}”`, callback(world, text, headers), 'signature_invalid')
  await world.refuses(
    'another id',
    callback(world, body, { ...headers, 'webhook-id': 'msg_other' }),
    'signature_invalid',
  )
})

it('a callback from too long ago or too far ahead is refused, if it is signed at all', async () => {
  const world = await createWorld()
  const body = notice(world)
  for (const shift of [
    -6 * MINUTE_S,
    6 * MINUTE_S,
    -TOLERANCE_MS / 1000 - 1,
    TOLERANCE_MS / 1000 + 1,
    -1_000_000_000,
  ]) {
    const headers = signedAt(world, body, shift)
    await world.refuses(`${shift} s`, callback(world, body, headers), 'timestamp_skew')
    // A stranger learns nothing about our clock.
    const forged = { ...headers, 'webhook-signature': 'v1,AAAA' }
    await world.refuses(`${shift} s, forged`, callback(world, body, forged), 'signature_invalid')
  }
})

it.each([-5, -4, 4, 5])('a callback %i minutes from now is taken', async (minutes) => {
  const world = await createWorld()
  const body = notice(world)
  await takes(world, `${minutes} min`, callback(world, body, signedAt(world, body, minutes * MINUTE_S)))
})

it.each([
  ['as the first of several', (right: string) => `${right} v1,AAAA`],
  ['as the last of several', (right: string) => `v1,AAAA v1a,BBBB ${right}`],
  ['among empty ones', (right: string) => `  ${right}  `],
])('a callback is taken when the right signature stands %s', async (_where, header) => {
  const world = await createWorld()
  const body = notice(world)
  const right = signed(world.running, body)['webhook-signature'] ?? ''
  const headers = { ...signed(world.running, body, 'msg_1'), ...signedAt(world, body, 0) }
  const signature = header(headers['webhook-signature'] ?? right)
  await takes(world, signature, callback(world, body, { ...headers, 'webhook-signature': signature }))
})

it('a callback with a body that is none of ours is refused, however well it is signed', async () => {
  const world = await createWorld()
  const data = (values: unknown[], name: string) => values.map((value) => notice(world, { [name]: value }))
  const invalid = [
    ...['[]', '{}', 'null', '7', '"text"', '[{}]', '{"type":7}', '{"type":"payment.succeeded"}', '{"__proto__":{}}'],
    ...[undefined, null, 7, {}, []].map((value) => notice(world, {}, { data: value })),
    ...[undefined, null, 7, 'yesterday', '2026-13-01T00:00:00Z', MARKER].map((timestamp) =>
      notice(world, {}, { timestamp }),
    ),
    ...data([undefined, null, -1, 38.5, '3850', 2 ** 53, 1e300, 10_000_000_001, true, [3850], {}], 'amountMinor'),
    ...data([undefined, null, '', 'cny', 'CN', 'CNYY', 'ＣＮＹ', 7, ['CNY']], 'currency'),
    ...data([undefined, null, '', 7, 'x'.repeat(129), {}], 'transactionId'),
    ...data([undefined, null, '', 7, 'x'.repeat(65), {}], 'orderNumber'),
    ...data([undefined, null, -1, 1.5, '7', 2 ** 53], 'paidAt'),
    notice(world, {}, { type: ['payment.succeeded'] }),
  ]
  for (const body of invalid) await world.refuses(body.slice(0, 250), callback(world, body), 'body_invalid')
  for (const body of ['', '{', 'nonsense', '\u0000', `${notice(world)}x`, '['.repeat(100_000)])
    await world.refuses(`“${body.slice(0, 60)}”`, callback(world, body), 'body_invalid')
  await world.refuses('too long', callback(world, notice(world).padEnd(MAX_CALLBACK_BYTES + 1)), 'body_too_large')
  const chunked = callback(world, notice(world).padEnd(MAX_CALLBACK_BYTES + 1), { 'transfer-encoding': 'chunked' })
  await world.refuses('too long, in chunks', chunked, 'body_too_large')
  const packed = gzipSync(notice(world))
  await world.refuses('packed', callback(world, packed, { 'content-encoding': 'gzip' }), 'media_type_unsupported')
})

it('a callback about something else is thanked for, and nothing is done', async () => {
  const world = await createWorld()
  for (const type of ['payment.failed', 'refund.succeeded', '', MARKER, 'PAYMENT.SUCCEEDED', 'x'.repeat(100_000)]) {
    const { status, text } = await world.send(callback(world, notice(world, {}, { type })))
    expect({ status, text }, type.slice(0, 60)).toEqual({ status: 204, text: '' })
  }
  await world.refuses('unchanged', callback(world, '{'), 'body_invalid')
})

it('a callback is taken as any type of content, up to 256 kB', async () => {
  const world = await createWorld()
  const body = notice(world, {}, { more: '来单'.repeat(1_000) })
  const bytes = Buffer.concat([Buffer.from(body), Buffer.alloc(MAX_CALLBACK_BYTES - Buffer.byteLength(body), ' ')])
  await takes(world, 'plain', callback(world, bytes, { 'content-type': 'text/plain; charset=gbk' }))
})

it('I4: a transaction that is reported again with other facts is a conflict, and changes nothing', async () => {
  const world = await createWorld()
  await takes(world, 'first', callback(world, notice(world)))
  const other = [
    { amountMinor: 1 },
    { currency: 'USD' },
    { orderNumber: world.orders.waiting.number },
    { orderNumber: 'x' },
  ]
  const before = await world.api.call('GET', '/v1/payments', { as: world.api.operatorKey })
  for (const data of other) {
    const { status, text } = await world.send(callback(world, notice(world, data)))
    expect({ status, code: JSON.parse(text).code }, JSON.stringify(data)).toEqual({
      status: 409,
      code: 'payment_conflict',
    })
  }
  expect(await world.api.call('GET', '/v1/payments', { as: world.api.operatorKey })).toMatchObject({
    body: before.body,
  })
})

it('a callback that is refused is logged with the id of its request, as its answer is', async () => {
  const lines: { msg: string; requestId?: string; code?: string }[] = []
  const world = await createWorld({ log: (line) => lines.push(JSON.parse(line)) })
  const body = notice(world)
  const forged = callback(world, body, { 'webhook-signature': 'v1,AAAA', 'x-request-id': 'forged-1' })
  const packed = callback(world, gzipSync(body), { 'content-encoding': 'gzip', 'x-request-id': 'packed-1' })
  for (const request of [forged, packed]) await world.send(request)
  const about = (id: string) => lines.filter(({ requestId }) => requestId === id).map(({ msg }) => msg)
  await expect.poll(() => about('forged-1')).toEqual(['a callback is not believed', 'answered'])
  await expect.poll(() => about('packed-1')).toEqual(['a callback is refused', 'answered'])
})
