import { describe, expect, it } from 'vitest'
import { tellPlatforms } from '../../../server/connectors/tell-platforms.ts'
import { createEndpointCaller } from '../../../server/events/call-endpoint.ts'
import { ORDER_STATUS } from '../../../shared/order.ts'
import { openFakeShopify } from '../../support/shops/fake-shopify.ts'
import { openFakeWooCommerce, type WooOrder } from '../../support/shops/fake-woocommerce.ts'
import { type ConnectorRig, closing, connectorRig, fixture } from './connector-rig.ts'

const KEYS = { consumerKey: 'ck_invented', consumerSecret: 'cs_invented' }
const ENV = { WEBHOOKS_ALLOW_HTTP: 'on', WEBHOOKS_ALLOW_PRIVATE: 'on' }
const call = createEndpointCaller({ allowHttp: true, allowPrivate: true })
const DAY_MS = 24 * 3_600_000

/** A shop whose orders are told of, with a device that answers for them. */
async function woo(more: object = {}) {
  const shop = closing(await openFakeWooCommerce(KEYS))
  const rig = await connectorRig('woocommerce', { env: ENV })
  await shop.saveWebhooks(rig.door, rig.connector.secret)
  const api = { url: shop.url, ...KEYS, ...more }
  const reply = await rig.operate('PATCH', `/v1/connectors/${rig.connector.id}`, { api })
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  const { token } = await rig.api.pair()
  return { ...rig, shop, token }
}

const order = (id = 727, change: object = {}) =>
  ({ ...fixture('woocommerce-order'), id, number: String(id), ...change }) as unknown as WooOrder

/** Runs the job until nothing is due. */
const tell = (rig: ConnectorRig) => tellPlatforms(rig.running.ctx, call)

async function only(rig: ConnectorRig): Promise<number> {
  const [first] = await rig.orders()
  return first?.id ?? 0
}

describe('what becomes of an order is told to its platform', () => {
  it('acceptance, dispatch and completion appear at WooCommerce, in their order', async () => {
    const rig = await woo()
    await rig.shop.place(order())
    const id = await only(rig)
    for (const move of ['confirm', 'dispatch', 'complete']) await rig.api.move(rig.token, id, move)
    await tell(rig)
    expect(rig.shop.notes).toEqual([
      { orderId: 727, note: '门店已接单。', customerNote: false },
      { orderId: 727, note: '订单已送出。', customerNote: false },
      { orderId: 727, note: '订单已完成。', customerNote: false },
    ])
    expect(rig.shop.order(727)?.status).toBe('completed')
    expect((await rig.read()).api).toEqual({
      ...{ host: new URL(rig.shop.url).host, toldAt: rig.clock.now(), failingSince: null, fault: null },
    })
    await tell(rig)
    expect(rig.shop.notes).toHaveLength(3)
  })

  it('a refusal cancels the order there with its reason, and what WooCommerce then says of it changes nothing', async () => {
    const rig = await woo({ mailsCustomer: true })
    await rig.shop.place(order())
    await rig.api.move(rig.token, await only(rig), 'reject', '卖完了')
    await tell(rig)
    expect(rig.shop.order(727)?.status).toBe('cancelled')
    expect(rig.shop.notes).toEqual([{ orderId: 727, note: '门店无法接单：卖完了', customerNote: true }])
    expect(await rig.orders()).toMatchObject([{ status: ORDER_STATUS.cancelled, reason: '卖完了' }])
  })

  it('what the platform has called off by itself it is not told', async () => {
    const rig = await woo()
    await rig.shop.place(order())
    await rig.shop.update(727, { status: 'refunded', date_modified_gmt: '2026-11-27T11:00:00' })
    expect(await rig.orders()).toMatchObject([{ status: ORDER_STATUS.cancelled }])
    await tell(rig)
    expect(rig.shop.calls).toEqual([])
    expect(rig.shop.order(727)?.status).toBe('refunded')
  })

  it('I17: calls that fail are made again, later and later, and what comes behind them waits', async () => {
    const rig = await woo()
    await rig.shop.place(order())
    await rig.shop.place(order(728))
    for (const { id } of await rig.orders()) await rig.api.move(rig.token, id, 'confirm')
    rig.shop.failures.push(503, 0, 401)
    await tell(rig)
    expect(rig.shop.notes).toEqual([])
    expect((await rig.read()).api).toMatchObject({ toldAt: null, failingSince: rig.clock.now(), fault: 'http_503' })
    for (const fault of ['no_answer', 'http_401']) {
      rig.clock.jumpWall(60_000)
      await tell(rig)
      expect((await rig.read()).api?.fault).toBe(fault)
    }
    rig.clock.jumpWall(60_000)
    await tell(rig)
    expect(rig.shop.notes.map(({ orderId }) => orderId).toSorted()).toEqual([727, 728])
    expect((await rig.read()).api).toMatchObject({ failingSince: null, fault: null })
  })

  it('what a platform will never take is left out, and the operator can read why', async () => {
    const rig = await woo()
    await rig.shop.place(order())
    await rig.shop.place(order(728))
    for (const { id } of (await rig.orders()).toReversed()) await rig.api.move(rig.token, id, 'confirm')
    rig.shop.failures.push(404)
    await tell(rig)
    expect(rig.shop.notes.map(({ orderId }) => orderId)).toEqual([728])
    expect(rig.shop.calls).toHaveLength(2)
  })

  it('after three days of silence an event is left out', async () => {
    const rig = await woo()
    await rig.shop.place(order())
    await rig.api.move(rig.token, await only(rig), 'confirm')
    rig.shop.failures.push(500, 500)
    await tell(rig)
    rig.clock.jumpWall(3 * DAY_MS)
    await tell(rig)
    rig.clock.jumpWall(DAY_MS)
    await tell(rig)
    expect([rig.shop.calls.length, rig.shop.notes.length]).toEqual([2, 0])
    expect((await rig.read()).api).toMatchObject({ toldAt: null, failingSince: null, fault: 'http_500' })
  })

  it('a platform is told nothing of what happened before it could be told', async () => {
    const rig = await connectorRig('woocommerce', { env: ENV })
    const shop = closing(await openFakeWooCommerce(KEYS))
    await shop.saveWebhooks(rig.door, rig.connector.secret)
    await shop.place(order())
    const { token } = await rig.api.pair()
    await rig.api.move(token, await only(rig), 'confirm')
    await rig.operate('PATCH', `/v1/connectors/${rig.connector.id}`, { api: { url: shop.url, ...KEYS } })
    await tell(rig)
    await rig.api.move(token, await only(rig), 'dispatch')
    await tell(rig)
    expect(shop.notes.map(({ note }) => note)).toEqual(['订单已送出。'])
  })

  it('acceptance appears at Shopify as a tag, and a refusal cancels there where the operator wants that', async () => {
    const accessToken = 'shpat_invented'
    const shop = closing(await openFakeShopify({ accessToken }))
    const rig = await connectorRig('shopify', { env: ENV, secret: 'shpss_00000000000000000000000000000000' })
    shop.subscribe(rig.door, rig.connector.secret)
    const path = `/v1/connectors/${rig.connector.id}`
    await rig.operate('PATCH', path, { api: { url: shop.url, accessToken, cancels: true } })
    await shop.deliver('orders/paid', fixture('shopify-order'))
    const { token } = await rig.api.pair()
    await rig.api.move(token, await only(rig), 'confirm')
    await tell(rig)
    expect([...shop.tags]).toEqual([['5940139491234', ['laidan accepted']]])
    const next = { ...fixture('shopify-order'), name: '#1002', admin_graphql_api_id: 'gid://shopify/Order/2' }
    await shop.deliver('orders/paid', next)
    await rig.api.move(token, await only(rig), 'reject', 'sold out')
    await tell(rig)
    expect(shop.tags.get('2')).toEqual(['laidan rejected'])
    expect(shop.cancelled).toEqual(['2'])
  })
})

describe('the address of a platform', () => {
  it('is refused inside of this network unless that is allowed, and no call tells the keys', async () => {
    const rig = await connectorRig('woocommerce')
    const path = `/v1/connectors/${rig.connector.id}`
    for (const url of ['http://shop.example', 'https://127.0.0.1', 'https://[::1]', 'https://169.254.169.254']) {
      const reply = await rig.operate('PATCH', path, { api: { url, ...KEYS } })
      expect.soft(reply, url).toMatchObject({ status: 400, body: { code: 'webhook_url_refused' } })
    }
    for (const api of [
      { url: 'ftp://shop.example', ...KEYS },
      { url: 'https://shop.example' },
      7,
      { ...KEYS, more: 1 },
    ])
      expect.soft((await rig.operate('PATCH', path, { api })).status, JSON.stringify(api)).toBe(400)
    await rig.unchanged('wrong addresses')
    const good = await rig.operate('PATCH', path, { api: { url: 'https://shop.example', ...KEYS } })
    expect(good).toMatchObject({ status: 200, body: { api: { host: 'shop.example', fault: null } } })
    expect(JSON.stringify([good.body, await rig.read()])).not.toMatch(/c[ks]_invented/)
    expect(await rig.operate('PATCH', path, { api: null })).toMatchObject({ status: 200, body: { api: null } })
  })

  it('that leads into this network at the time of the call is not called', async () => {
    const rig = await woo()
    await rig.shop.place(order())
    await rig.api.move(rig.token, await only(rig), 'confirm')
    await tellPlatforms(rig.running.ctx, createEndpointCaller({ allowHttp: true, allowPrivate: false }))
    expect(rig.shop.calls).toEqual([])
    expect((await rig.read()).api?.fault).toBe('address_refused')
  })
})
