import { describe, expect, it } from 'vitest'
import { startTestServer } from '../../support/test-server.ts'

const item = { name: '宫保鸡丁', quantity: 1 }

/** Starts a server; the function it returns places an order with `more` in its body. */
async function intake() {
  const server = await startTestServer()
  const { api, storeId } = server
  return {
    server,
    place: (more: Record<string, unknown>) =>
      api.call('POST', '/v1/orders', {
        as: api.orderingKey,
        body: { storeId, items: [item], amountMinor: 3850, ...more },
      }),
    orders: async () => (await api.call('GET', '/v1/orders', { as: api.orderingKey })).body as { orders: unknown[] },
  }
}

describe('a misspelt field is refused by name, and nothing is recorded: it may have been an allergy', () => {
  const misspelt: [string, Record<string, unknown>, string][] = [
    ['of the order', { remarks: '花生过敏' }, 'remarks'],
    ['of a dish', { items: [{ ...item, notes: '不要花生' }] }, 'items.0.notes'],
    ['of the customer', { customer: { name: '王先生', mobile: '13800138000' } }, 'customer.mobile'],
    ['that JavaScript has a meaning for', { constructor: 'x' }, 'constructor'],
  ]
  for (const [whose, more, path] of misspelt)
    it(whose, async () => {
      const { place, orders } = await intake()
      const reply = await place(more)
      expect(reply).toMatchObject({ status: 400, body: { code: 'body_invalid' } })
      expect(reply.body).toMatchObject({ faults: [{ path, message: 'Unknown field' }] })
      expect(await orders()).toMatchObject({ orders: [] })
    })
})

it('null counts as left out, in every field that may be left out', async () => {
  const { place } = await intake()
  const reply = await place({
    ...{ number: null, currency: null, remark: null, fulfilment: null },
    items: [{ ...item, unitAmountMinor: null, note: null }],
    customer: { name: null, phone: null, address: '建国路 88 号' },
  })
  expect(reply).toMatchObject({
    status: 201,
    body: {
      number: expect.stringMatching(/^\d{18}$/),
      ...{ currency: 'CNY', remark: null, fulfilment: 'delivery', items: [item] },
      customer: { address: '建国路 88 号' },
    },
  })
  expect(await place({ customer: null })).toMatchObject({ status: 201, body: { customer: null } })
  for (const more of [{ items: null }, { amountMinor: null }, { storeId: null }, { items: [null] }])
    expect.soft(await place(more), JSON.stringify(more)).toMatchObject({ status: 400, body: { code: 'body_invalid' } })
})

it('what starts a payment and what makes a store are as strict', async () => {
  const { server, place } = await intake()
  const { api } = server
  const { id } = (await place({})).body as { id: number }
  const start = (body: object) => api.call('POST', `/v1/orders/${id}/payments`, { as: api.orderingKey, body })
  const provider = 'standard-webhooks'
  expect(await start({ provider, methods: 'native' })).toMatchObject({ status: 400, body: { code: 'body_invalid' } })
  expect(await start({ provider, method: null, payer: null })).toMatchObject({ status: 201 })
  const make = (body: object) => api.call('POST', '/v1/stores', { as: api.operatorKey, body })
  for (const more of [{ timeZone: 'Europe/Berlin' }, { settings: { acceptWithinMinuts: 5 } }])
    expect.soft(await make({ name: '二店', ...more })).toMatchObject({ status: 400, body: { code: 'body_invalid' } })
  expect(await make({ name: '二店' })).toMatchObject({ status: 201 })
})
