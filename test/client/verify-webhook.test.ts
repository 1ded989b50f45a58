import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { signWebhook } from '../../packages/client/src/sign-webhook.ts'
import { verifyWebhook, type WebhookHeaders } from '../../packages/client/src/verify-webhook.ts'

const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`
const OTHER = `whsec_${Buffer.from('another secret of thirty-two b.').toString('base64')}`
const NOW = Date.UTC(2026, 10, 27)
const EVENT = {
  id: 'evt_1',
  seq: 1,
  storeId: 'st_1',
  type: 'order.accepted',
  at: NOW,
  orderId: 7,
  orderNumber: 'A-7',
  data: {},
}
const BODY = JSON.stringify({ type: EVENT.type, timestamp: new Date(NOW).toISOString(), data: EVENT, 备注: '花生过敏' })
const signed = (body = BODY, secret = SECRET) => signWebhook(secret, { id: EVENT.id, now: NOW, body })
const verify = (
  headers: WebhookHeaders,
  body: string | Uint8Array = BODY,
  secrets: string | string[] = SECRET,
  now = NOW,
) => verifyWebhook(headers, body, secrets, { now })

describe('a webhook that is what it says', () => {
  it('is read, from text or bytes, with headers of fetch, of Node or of a framework', async () => {
    const headers = await signed()
    const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]))
    for (const each of [headers, upper, new Headers(headers)]) expect((await verify(each)).data).toEqual(EVENT)
    expect((await verify(headers, Buffer.from(BODY))).data.id).toBe('evt_1')
  })

  it('is signed as the specification’s own library signs, and verified as it verifies', async () => {
    const theirs = new Webhook(SECRET).sign(EVENT.id, new Date(NOW), BODY)
    expect((await signed())['webhook-signature']).toBe(theirs)
  })

  it('may be signed by any one of several secrets, and carry several signatures', async () => {
    const old = await signed()
    const young = await signed(BODY, OTHER)
    await verify(young, BODY, [SECRET, OTHER])
    const both = `v1a,AAAA v1,!! ${young['webhook-signature']} ${old['webhook-signature']}`
    expect((await verify({ ...old, 'webhook-signature': both })).type).toBe('order.accepted')
  })

  it('may be five minutes old, or from a clock that is five minutes ahead', async () => {
    const headers = await signed()
    for (const off of [-300_000, 300_000]) await verify(headers, BODY, SECRET, NOW + off)
    await verifyWebhook(headers, BODY, SECRET, { now: NOW + 3_600_000, toleranceS: 3_600 })
  })
})

describe('a webhook is refused', () => {
  const without = (headers: Record<string, string>, name: string) =>
    Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name))

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('without %s, or with two of them', async (name) => {
    const headers = await signed()
    const twice = { ...headers, [name.toUpperCase()]: headers[name] }
    const listed = { ...headers, [name]: [headers[name] ?? '', 'x'] }
    for (const each of [without(headers, name), twice, listed, { ...headers, [name]: '' }])
      await expect(verify(each)).rejects.toMatchObject({ code: 'signature_missing' })
  })

  it.each([
    ['a second too late', NOW + 301_000, undefined],
    ['a second too early', NOW - 301_000, undefined],
    ['with a time that is none', NOW, '0x10'],
    ['with a time in milliseconds', NOW, String(NOW)],
    ['with a time in words', NOW, 'now'],
  ])('%s', async (_, now, timestamp) => {
    const headers = await signed()
    const sent = timestamp === undefined ? headers : { ...headers, 'webhook-timestamp': timestamp }
    await expect(verify(sent, BODY, SECRET, now)).rejects.toMatchObject({ code: 'timestamp_skew' })
  })

  it('when anything of it was changed: property over its body, id and time', async () => {
    const headers = await signed()
    const bytes = Buffer.from(BODY)
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (place, by) => {
        const changed = Buffer.from(bytes)
        changed[place] = ((changed[place] ?? 0) + by) % 256
        await expect(verify(headers, changed)).rejects.toMatchObject({ code: 'signature_invalid' })
      }),
      { numRuns: 100 },
    )
    for (const more of [{ 'webhook-id': 'evt_2' }, { 'webhook-timestamp': String(NOW / 1000 + 1) }])
      await expect(verify({ ...headers, ...more })).rejects.toMatchObject({ code: 'signature_invalid' })
  })

  it('signed by another secret, without a known version, cut, or with no secret to try', async () => {
    const headers = await signed()
    const { 'webhook-signature': signature = '' } = headers
    for (const bad of [signature.slice(3), signature.replace('v1', 'v2'), signature.slice(0, -4), 'v1,', ',', ' '])
      await expect(verify({ ...headers, 'webhook-signature': bad })).rejects.toMatchObject({
        code: 'signature_invalid',
      })
    await expect(verify(headers, BODY, OTHER)).rejects.toMatchObject({ code: 'signature_invalid' })
    await expect(verify(headers, BODY, [])).rejects.toMatchObject({ code: 'signature_invalid' })
  })

  it.each(['', 'null', '[1]', '"x"', '{}', '{"type":"x"', '7'])(
    'whose body is %j, though it is signed',
    async (body) => {
      await expect(verify(await signed(body), body)).rejects.toMatchObject({ code: 'body_not_json' })
    },
  )
})

it.each(['', 'whsec_', 'whsec_not base64', 'whsec_abc', '密钥'])(
  'the secret %j is refused by name, and not quoted',
  async (secret) => {
    const refusal = verify(await signed(), BODY, [SECRET, secret])
    await expect(refusal).rejects.toMatchObject({ code: 'secret_invalid' })
    if (secret.length > 6) await expect(refusal).rejects.not.toThrow(secret.slice(6))
  },
)
