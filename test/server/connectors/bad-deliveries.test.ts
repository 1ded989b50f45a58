import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type ConnectorRig, connectorRig, fixture, type Written } from './connector-rig.ts'

const TEMPLATE = { id: '$.no', amount: '$.total', items: { each: '$.lines', name: '@.dish' } }

/** The senders, each with a body that rings, the header of its signature and what an unfit body is answered. */
const SENDERS = [
  {
    kind: 'woocommerce',
    settings: undefined,
    body: JSON.stringify(fixture('woocommerce-order')),
    header: 'x-wc-webhook-signature',
    more: { 'x-wc-webhook-topic': 'order.created' },
    unfit: 200,
  },
  {
    kind: 'shopify',
    settings: undefined,
    body: JSON.stringify(fixture('shopify-order')),
    header: 'x-shopify-hmac-sha256',
    more: { 'x-shopify-topic': 'orders/paid' },
    unfit: 200,
  },
  {
    kind: 'mapper',
    settings: { proof: { by: 'hmac', header: 'X-Sign', encoding: 'base64' }, template: TEMPLATE },
    body: JSON.stringify({ no: 'A1', total: '38.50', lines: [{ dish: '宫保鸡丁' }] }),
    header: 'x-sign',
    more: {},
    unfit: 422,
  },
] as const

type Sender = (typeof SENDERS)[number]

const rigOf = ({ kind, settings }: Sender) =>
  connectorRig(kind, { secret: 'shpss_00000000000000000000000000000000', ...(settings && { settings }) })

function sign(secret: string, { header, more }: Sender, body: string | Buffer): Written {
  const signature = createHmac('sha256', secret).update(body).digest('base64')
  return { body, headers: { 'content-type': 'application/json', ...more, [header]: signature } }
}

async function refuses(rig: ConnectorRig, tried: string, written: Written, code: string, path?: string): Promise<void> {
  expect.soft((await rig.knock(written, path)).code, tried).toBe(code)
  await rig.unchanged(tried)
}

describe.each(SENDERS)('a delivery of $kind', (sender) => {
  it('is not believed when anything of it was changed, and changes nothing', async () => {
    const rig = await rigOf(sender)
    const { secret } = rig.connector
    const good = sign(secret, sender, sender.body)
    const changed = (headers: Record<string, string>): Written => ({
      ...good,
      headers: { ...good.headers, ...headers },
    })
    const signature = good.headers[sender.header] ?? ''
    await refuses(
      rig,
      'another amount',
      { ...good, body: sender.body.replace(/\d\.\d\d/, '0.01') },
      'signature_invalid',
    )
    await refuses(rig, 'one byte more', { ...good, body: `${sender.body} ` }, 'signature_invalid')
    await refuses(rig, 'another secret', sign('another secret of nobody', sender, sender.body), 'signature_invalid')
    for (const wrong of [
      '',
      'x',
      signature.slice(1),
      `${signature}=`,
      signature.toLowerCase(),
      `${signature},${signature}`,
    ])
      await refuses(rig, `signature “${wrong}”`, changed({ [sender.header]: wrong }), 'signature_invalid')
    const { [sender.header]: _signature, ...unsigned } = good.headers
    await refuses(rig, 'no signature', { ...good, headers: unsigned }, 'signature_missing')
    const zipped = changed({ 'content-encoding': 'gzip' })
    await refuses(rig, 'another encoding', zipped, 'media_type_unsupported')
    await refuses(rig, 'nothing', sign(secret, sender, ''), 'body_not_json')
    await refuses(rig, 'too much', sign(secret, sender, `${sender.body}${' '.repeat(1024 * 1024)}`), 'body_too_large')
    expect((await rig.knock(good)).status).toBeLessThan(300)
    expect(await rig.orders()).toHaveLength(1)
  })

  it('that is genuine and no order changes nothing but the note for the operator', async () => {
    const rig = await rigOf(sender)
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const bodies: [string, string | Buffer, RegExp][] = [
      ['GBK', Buffer.concat([Buffer.from('{"no":"'), Buffer.from([0xbb, 0xa8]), Buffer.from('"}')]), /not UTF-8/],
      ['half of a surrogate pair', '{"no":"\\ud800"}', /surrogate/],
      ['deep', deep, /nested/],
      ['no JSON', sender.body.slice(1), /not JSON/],
      ...['null', '7', '[]', '"x"', '{}', '{"__proto__":{"id":1}}'].map((body): [string, string, RegExp] => [
        body,
        body,
        /expected|leads to no/,
      ]),
    ]
    for (const [tried, body, why] of bodies) {
      const { status } = await rig.knock(sign(rig.connector.secret, sender, body))
      expect.soft(status, tried).toBe(sender.unfit)
      expect.soft((await rig.read()).lastFault?.why, tried).toMatch(why)
    }
    expect([await rig.orders(), await rig.reminders()]).toEqual([[], []])
  })

  it('I4: that comes a hundred times at once places one order', async () => {
    const rig = await rigOf(sender)
    const written = sign(rig.connector.secret, sender, sender.body)
    const replies = await Promise.all(Array.from({ length: 100 }, () => rig.knock(written)))
    expect(new Set(replies.map(({ status }) => status)).size).toBe(1)
    expect([(await rig.orders()).length, (await rig.reminders()).length]).toEqual([1, 1])
  })

  it('is taken with either of two secrets while one replaces the other, and then with the new one alone', async () => {
    const rig = await rigOf(sender)
    const path = `/v1/connectors/${rig.connector.id}/secrets`
    const brought = sender.kind === 'shopify' && { secret: 'shpss_11111111111111111111111111111111' }
    const rotated = await rig.operate('POST', path, { overlapHours: 1, ...brought })
    expect(rotated.status).toBe(201)
    const { secret: next, secrets } = rotated.body as { secret: string; secrets: object[] }
    expect(next).not.toBe(rig.connector.secret)
    const until = rig.clock.now() + 3_600_000
    expect(secrets).toEqual([
      { since: rig.clock.now(), until: null },
      { since: rig.clock.now(), until },
    ])
    for (const secret of [rig.connector.secret, next])
      expect((await rig.knock(sign(secret, sender, sender.body))).status).toBeLessThan(300)
    rig.clock.jumpWall(3_600_000)
    expect((await rig.knock(sign(rig.connector.secret, sender, sender.body))).code).toBe('signature_invalid')
    expect((await rig.knock(sign(next, sender, sender.body))).status).toBeLessThan(300)
    expect(await rig.orders()).toHaveLength(1)
  })

  it('at another address finds nobody, as one of a connector that was removed', async () => {
    const rig = await rigOf(sender)
    const good = sign(rig.connector.secret, sender, sender.body)
    const { id } = rig.connector
    for (const path of ['cx_nobody', '__proto__', '%00', `${id}x`, id.toUpperCase(), 'x'.repeat(65)])
      await refuses(rig, path, good, 'connector_unknown', `${rig.url}/connect/${sender.kind}/${path}`)
    for (const kind of ['nobody', 'constructor', sender.kind.toUpperCase()])
      await refuses(rig, kind, good, 'connector_unknown', `${rig.url}/connect/${kind}/${id}`)
    const other = sender.kind === 'shopify' ? 'woocommerce' : 'shopify'
    await refuses(rig, other, good, 'connector_unknown', `${rig.url}/connect/${other}/${id}`)
    expect((await fetch(rig.door)).status).toBe(405)
    expect((await rig.operate('DELETE', `/v1/connectors/${id}`)).status).toBe(200)
    expect((await rig.knock(good)).code).toBe('connector_unknown')
  })
})

it('what looks like a ping and is none is refused', async () => {
  const rig = await connectorRig('woocommerce')
  for (const body of [
    'webhook_id=',
    'webhook_id=7&x=1',
    'webhook_id=x',
    'WEBHOOK_ID=7',
    `webhook_id=${'7'.repeat(40)}`,
  ])
    await refuses(rig, body, { body, headers: {} }, 'signature_missing')
})
