import { describe, expect, it } from 'vitest'
import { ORDER_STATUS, PAY_STATUS } from '../../../shared/order.ts'
import { openFakeWooCommerce, type WooOrder } from '../../support/shops/fake-woocommerce.ts'
import { type ConnectorRig, closing, connectorRig, fixture } from './connector-rig.ts'

const KEYS = { consumerKey: 'ck_invented', consumerSecret: 'cs_invented' }

async function woo(settings?: object) {
  const rig = await connectorRig('woocommerce', settings === undefined ? {} : { settings })
  const shop = closing(await openFakeWooCommerce(KEYS))
  expect(await shop.saveWebhooks(rig.door, rig.connector.secret)).toBe(true)
  return { ...rig, shop }
}

const order = (change: object = {}) => ({ ...fixture('woocommerce-order'), ...change }) as unknown as WooOrder

describe('a shop with WooCommerce', () => {
  it('I1, I4: an order that is paid rings on a device, with the allergy of its customer, and is placed once', async () => {
    const rig = await woo()
    await rig.unchanged('the ping of a webhook that is saved')
    const device = await rig.connect({ token: (await rig.api.pair()).token })
    await device.synced()
    expect(await rig.shop.place(order())).toBe(200)
    const frame = await device.until((one) => 'type' in one)
    expect(frame).toMatchObject({ type: 1, content: '订单号：727' })
    expect(JSON.stringify(frame)).toContain('花生过敏')
    expect(await rig.orders()).toMatchObject([
      {
        ...{ number: '727', storeId: rig.storeId, status: ORDER_STATUS.to_be_confirmed, payStatus: PAY_STATUS.paid },
        ...{ amountMinor: 4700, currency: 'CNY', fulfilment: 'delivery', remark: '花生过敏，请勿放花生' },
        items: [
          { name: '宫保鸡丁', quantity: 2, unitAmountMinor: 1912, note: '辣度：wei-la' },
          { name: '米饭', quantity: 1, unitAmountMinor: 276 },
        ],
        customer: { name: '小明 李', phone: '13800138000', address: '测试路 1 号 3 单元 示例市 CN30 000000' },
      },
    ])
    for (const again of [1, 2]) expect(await rig.shop.update(727, { note_of_nobody: again })).toBe(200)
    expect([(await rig.orders()).length, (await rig.reminders()).length]).toEqual([1, 1])
    expect(await rig.read()).toMatchObject({ lastOrderAt: rig.clock.now(), lastFault: null })
  })

  it.each([
    ['pending', {}, 0],
    ['on-hold', { date_paid: null, date_paid_gmt: null }, 0],
    ['failed', {}, 0],
    ['checkout-draft', {}, 0],
    ['processing', {}, 1],
    ['completed', {}, 1],
    ['processing', { payment_method: 'cod', date_paid: null, date_paid_gmt: null }, 1],
    ['wc-of-a-plugin', {}, 1],
    ['wc-of-a-plugin', { date_paid: null, date_paid_gmt: null }, 0],
    ['cancelled', {}, 0],
    ['refunded', {}, 0],
    ['trash', {}, 0],
  ])('an order that is first heard of as %s %j makes %i ring', async (status, change, count) => {
    const rig = await woo()
    expect(await rig.shop.place(order({ ...change, status }))).toBe(200)
    expect([(await rig.orders()).length, (await rig.reminders()).length]).toEqual([count, count])
  })

  it('cash on delivery rings as an order in cash, and one that costs nothing rings as well', async () => {
    const rig = await woo()
    await rig.shop.place(order({ payment_method: 'cod', date_paid: null, date_paid_gmt: null }))
    await rig.shop.place(order({ id: 728, number: '728', total: '0.00' }))
    expect(await rig.orders()).toMatchObject([
      { number: '728', payment: 'none', amountMinor: 0, status: ORDER_STATUS.to_be_confirmed },
      { number: '727', payment: 'cash', payStatus: PAY_STATUS.unpaid, status: ORDER_STATUS.to_be_confirmed },
    ])
    expect(await rig.reminders()).toHaveLength(2)
    await rig.shop.update(727, { status: 'cancelled', date_modified_gmt: '2026-11-27T10:30:00' })
    expect((await rig.orders())[1]).toMatchObject({ status: ORDER_STATUS.cancelled })
  })

  it('a store that is paused rings all the same: the money is there', async () => {
    const rig = await woo()
    const until = rig.clock.now() + 3_600_000
    const paused = await rig.operate('PATCH', `/v1/stores/${rig.storeId}/intake`, { state: 'paused', until })
    expect(paused.status, JSON.stringify(paused.body)).toBe(200)
    expect(await rig.shop.place(order())).toBe(200)
    expect(await rig.orders()).toMatchObject([{ status: ORDER_STATUS.to_be_confirmed }])
  })

  it('an order that waits for its money rings when the money has come', async () => {
    const rig = await woo()
    await rig.shop.place(order({ status: 'on-hold', date_paid: null, date_paid_gmt: null }))
    expect(await rig.orders()).toEqual([])
    await rig.shop.update(727, { status: 'processing', date_paid_gmt: '2026-11-27T10:20:00' })
    expect(await rig.orders()).toMatchObject([{ status: ORDER_STATUS.to_be_confirmed }])
  })

  it('an order that is cancelled there is called off here, and a device hears it; its money is owed until it went back', async () => {
    const rig = await woo()
    const device = await rig.connect({ token: (await rig.api.pair()).token })
    await rig.shop.place(order())
    await rig.shop.update(727, { status: 'cancelled', date_modified_gmt: '2026-11-27T10:30:00' })
    await device.until((one) => 'type' in one && one.type === 3)
    expect(await rig.orders()).toMatchObject([{ status: ORDER_STATUS.cancelled, payStatus: PAY_STATUS.paid }])
    expect(await states(rig)).toEqual(['refund_due'])
    await rig.shop.update(727, { status: 'refunded', date_modified_gmt: '2026-11-27T10:31:00' })
    expect(await rig.orders()).toMatchObject([{ payStatus: PAY_STATUS.refunded, refundedMinor: 4700 }])
    expect(await states(rig)).toEqual(['refunded'])
  })

  it('a part of the money that went back there is told here, once', async () => {
    const rig = await woo()
    await rig.shop.place(order())
    const refunds = [{ id: 1, reason: '', total: '-2.76' }]
    for (const again of [1, 2]) await rig.shop.update(727, { refunds, again })
    expect(await rig.orders()).toMatchObject([{ status: ORDER_STATUS.to_be_confirmed, refundedMinor: 276 }])
    expect((await rig.reminders()).map(({ kind }) => kind).toSorted()).toEqual(['cancel', 'new_order'])
  })

  it('of two words in the wrong order the later one stands', async () => {
    const rig = await woo()
    await rig.shop.place(order({ status: 'cancelled', date_modified_gmt: '2026-11-27T11:00:00' }))
    await rig.shop.place(order({ date_modified_gmt: '2026-11-27T10:59:00' }))
    expect(await rig.orders()).toEqual([])
    await rig.shop.place(order({ date_modified_gmt: '2026-11-27T11:01:00' }))
    await rig.shop.place(order({ status: 'cancelled', date_modified_gmt: '2026-11-27T11:00:30' }))
    expect(await rig.orders()).toMatchObject([{ status: ORDER_STATUS.to_be_confirmed }])
  })

  it('an order that is deleted there is called off here', async () => {
    const rig = await woo()
    await rig.shop.place(order())
    const reply = await rig.knock(rig.shop.write('order.deleted', { id: 727 }, rig.connector.secret))
    expect(reply.status).toBe(200)
    expect(await rig.orders()).toMatchObject([{ status: ORDER_STATUS.cancelled }])
  })

  it('fields of a checkout plugin are read where the operator names them, and pickup where the customer comes', async () => {
    const rig = await woo({ orderFields: ['_billing_allergies'] })
    await rig.shop.place(order({ shipping_lines: [{ method_id: 'local_pickup', method_title: '自取' }] }))
    const [placed] = await rig.orders()
    expect(placed).toMatchObject({ fulfilment: 'pickup', remark: '花生过敏，请勿放花生\nbilling_allergies：虾' })
    expect(placed?.customer).not.toHaveProperty('address')
  })

  it('other topics are taken and change nothing', async () => {
    const rig = await woo()
    for (const topic of [
      'customer.created',
      'product.updated',
      'action.woocommerce_add_to_cart',
      'order.unknown',
      '',
    ]) {
      const written = rig.shop.write(topic, { id: 1 }, rig.connector.secret)
      expect((await rig.knock(written)).status, topic).toBe(200)
    }
    await rig.unchanged('other topics')
  })

  it('an order that cannot be read is taken, so that the webhook is not switched off, and said to the operator', async () => {
    const rig = await woo()
    expect(await rig.shop.place(order({ currency: 'THB' }))).toBe(200)
    expect(await rig.read()).toMatchObject({
      lastFault: { at: rig.clock.now(), why: 'the currency is none of those that are spoken here' },
    })
    expect(await rig.orders()).toEqual([])
    expect(await rig.shop.place(order({ total: '47.005' }))).toBe(200)
    expect((await rig.read()).lastFault?.why).toBe('total is no amount of CNY')
  })

  it('two shops may have an order of one number', async () => {
    const rig = await woo()
    await rig.api.place({ number: '727' })
    expect(await rig.shop.place(order())).toBe(200)
    const numbers = (await rig.orders()).map(({ number }) => number)
    expect(numbers).toEqual([expect.stringMatching(/^727-\d{4}$/), '727'])
  })
})

async function states({ operate }: ConnectorRig): Promise<string[]> {
  const { body } = await operate('GET', '/v1/payments?limit=10')
  return (body as { payments: { state: string }[] }).payments.map(({ state }) => state)
}
