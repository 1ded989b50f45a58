import { describe, expect, it } from 'vitest'
import { ORDER_STATUS, PAY_STATUS } from '../../../shared/order.ts'
import { openFakeShopify } from '../../support/shops/fake-shopify.ts'
import { closing, connectorRig, fixture } from './connector-rig.ts'

const SECRET = 'shpss_00000000000000000000000000000000'

async function shopify(settings?: object) {
  const rig = await connectorRig('shopify', { secret: SECRET, ...(settings && { settings }) })
  const shop = closing(await openFakeShopify({ accessToken: 'shpat_invented' }))
  shop.subscribe(rig.door, SECRET)
  return { ...rig, shop }
}

const order = (change: object = {}) => ({ ...fixture('shopify-order'), ...change })

describe('a shop with Shopify', () => {
  it('I1, I4: an order that is paid rings on a device, with the allergy of its customer, and is placed once', async () => {
    const rig = await shopify()
    const device = await rig.connect({ token: (await rig.api.pair()).token })
    await device.synced()
    for (const topic of ['orders/create', 'orders/paid', 'orders/updated', 'orders/paid'])
      expect(await rig.shop.deliver(topic, order()), topic).toBe(200)
    const frame = await device.until((one) => 'type' in one)
    expect(JSON.stringify(frame)).toContain('peanut allergy')
    expect(await rig.orders()).toMatchObject([
      {
        ...{ number: '1001', status: ORDER_STATUS.to_be_confirmed, payStatus: PAY_STATUS.paid },
        ...{ amountMinor: 4130, currency: 'USD', fulfilment: 'delivery' },
        remark: 'Severe peanut allergy\nGate code：4711',
        items: [{ name: 'Kung Pao Chicken - Large', quantity: 2, unitAmountMinor: 1800, note: 'Spice：mild' }],
        customer: { name: 'Ada Invented', phone: '555-0100' },
      },
    ])
    expect((await rig.reminders()).length).toBe(1)
  })

  it.each([
    ['orders/create', 'pending', {}, 0],
    ['orders/create', 'authorized', {}, 0],
    ['orders/create', 'partially_paid', {}, 0],
    ['orders/create', 'voided', {}, 0],
    ['orders/create', 'paid', {}, 1],
    ['orders/paid', 'pending', {}, 1],
    ['orders/updated', 'partially_refunded', {}, 1],
    ['orders/create', 'pending', { payment_gateway_names: ['Cash on Delivery (COD)'] }, 1],
    ['orders/cancelled', 'paid', {}, 0],
    ['orders/updated', 'refunded', {}, 0],
    ['orders/updated', 'paid', { cancelled_at: '2026-11-27T05:20:00-05:00' }, 0],
    ['orders/fulfilled', 'paid', {}, 0],
    ['app/uninstalled', 'paid', {}, 0],
  ])('%s of an order that is %s %j makes %i ring', async (topic, financial_status, change, count) => {
    const rig = await shopify()
    expect(await rig.shop.deliver(topic, order({ ...change, financial_status }))).toBe(200)
    expect([(await rig.orders()).length, (await rig.reminders()).length]).toEqual([count, count])
  })

  it('the shop’s own test of the address is taken and rings nobody', async () => {
    const rig = await shopify()
    expect(await rig.shop.sendTest(order())).toBe(200)
    await rig.unchanged('a test notification')
  })

  it('an order that is cancelled there is called off here, with the reason, whatever comes late', async () => {
    const rig = await shopify()
    await rig.shop.deliver('orders/paid', order())
    const over = { cancelled_at: '2026-11-27T05:20:00-05:00', updated_at: '2026-11-27T05:20:01-05:00' }
    const refunds = [{ transactions: [{ kind: 'refund', status: 'success', amount: '41.30' }] }]
    const called = { ...over, cancel_reason: 'inventory', financial_status: 'refunded', refunds }
    expect(await rig.shop.deliver('orders/cancelled', order(called))).toBe(200)
    expect(await rig.shop.deliver('orders/paid', order())).toBe(200)
    expect(await rig.orders()).toMatchObject([
      { status: ORDER_STATUS.cancelled, payStatus: PAY_STATUS.refunded, reason: 'inventory', refundedMinor: 4130 },
    ])
    expect((await rig.reminders()).map(({ kind }) => kind).toSorted()).toEqual(['cancel', 'new_order'])
  })

  it('money is read exactly, in the currency of the shop', async () => {
    const rig = await shopify()
    const amounts = [
      ['0.07', 'USD', 7],
      ['1200', 'JPY', 1200],
      ['1200.00', 'JPY', 1200],
      ['8.1', 'EUR', 810],
      ['99999.99', 'GBP', 9_999_999],
    ] as const
    for (const [index, [total_price, currency]] of amounts.entries()) {
      const admin_graphql_api_id = `gid://shopify/Order/${index + 1}`
      await rig.shop.deliver('orders/paid', order({ name: `#${index}`, admin_graphql_api_id, total_price, currency }))
    }
    const placed = (await rig.orders()).toSorted((a, b) => a.id - b.id)
    expect(placed.map(({ amountMinor, currency }) => [amountMinor, currency])).toEqual(
      amounts.map(([, currency, minor]) => [minor, currency]),
    )
  })

  it('an order without an address is picked up, and a line that was taken out is not made', async () => {
    const rig = await shopify()
    const [line] = fixture('shopify-order').line_items
    const line_items = [line, { ...line, name: 'Soup', current_quantity: 0 }]
    await rig.shop.deliver('orders/paid', order({ shipping_address: null, line_items }))
    const [placed] = await rig.orders()
    expect(placed).toMatchObject({ fulfilment: 'pickup', items: [{ quantity: 2 }] })
    expect(placed?.items).toHaveLength(1)
  })
})
