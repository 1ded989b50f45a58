import { describe, expect, it } from 'vitest'
import { createClient } from '../../packages/client/src/client.ts'
import { startTestServer, TEST_WEBHOOKS_SECRET } from '../support/test-server.ts'
import { type Answer, refused, startScriptedServer } from './scripted-server.ts'

const DONE: Answer = { status: 200, body: { done: true } }

/** A client of a server that gives these answers. */
async function scripted(answers: readonly Answer[], options: { attempts?: number; timeoutMs?: number } = {}) {
  const server = await startScriptedServer(answers)
  return { server, client: createClient({ url: `${server.url}/bell/`, key: 'ldk_key', ...options }) }
}

describe('a call', () => {
  it('goes below the path of the address, with the key, and with one idempotency key for all its attempts', async () => {
    const { server, client } = await scripted([
      'cut',
      refused(503, 'storage_unavailable'),
      { status: 200, body: '<html>' },
      DONE,
    ])
    expect(await client.call('POST', '/v1/x', { a: 1 })).toEqual({ done: true })
    expect(server.asked).toHaveLength(4)
    expect(server.asked[0]).toMatchObject({
      method: 'POST',
      url: '/bell/v1/x',
      body: '{"a":1}',
      headers: { authorization: 'Bearer ldk_key', 'content-type': 'application/json' },
    })
    const keys = server.asked.map(({ headers }) => headers['idempotency-key'])
    expect(new Set(keys).size).toBe(1)
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
    await client.call('POST', '/v1/x', {}, { idempotencyKey: 'order-7' })
    await client.call('POST', '/v1/x', {})
    expect(server.asked[4]?.headers['idempotency-key']).toBe('order-7')
    expect(server.asked[5]?.headers['idempotency-key']).not.toBe(keys[0])
    await client.call('GET', '/v1/x')
    expect(server.asked[6]?.headers['idempotency-key']).toBeUndefined()
  })

  it('is sent five times in all, or as often as it was told, and then says why', async () => {
    const { server, client } = await scripted([refused(503, 'storage_unavailable')])
    await expect(client.getOrder(1)).rejects.toMatchObject({ code: 'storage_unavailable', status: 503 })
    expect(server.asked).toHaveLength(5)
    await expect(client.call('GET', '/x', undefined, { attempts: 1 })).rejects.toMatchObject({ status: 503 })
    expect(server.asked).toHaveLength(6)
  })

  it.each([
    refused(409, 'order_number_taken'),
    refused(400, 'body_invalid'),
    refused(429, 'urged_too_soon', { retryMs: 10 }),
    refused(502, 'provider_refused'),
    refused(401, 'unauthenticated'),
  ])('is sent once when the server has decided: %j', async (answer) => {
    const { server, client } = await scripted([answer])
    await expect(client.urge(1)).rejects.toMatchObject({ status: (answer as { status: number }).status })
    expect(server.asked).toHaveLength(1)
  })

  it('does not wait longer than it may because the server asks for it', async () => {
    const { server, client } = await scripted([{ status: 503, headers: { 'retry-after': '3600' } }])
    await expect(client.getOrder(1)).rejects.toMatchObject({ code: 'http_503', retryMs: 3_600_000 })
    expect(server.asked).toHaveLength(1)
  })

  it('follows no redirect: the key goes to no other server', async () => {
    const other = await startScriptedServer([DONE])
    const { client } = await scripted([{ status: 307, headers: { location: other.url } }], { attempts: 2 })
    await expect(client.getOrder(1)).rejects.toMatchObject({ code: 'no_answer' })
    expect(other.asked).toEqual([])
  })

  it('ends after its time, and at once when it is aborted, in a pause too', async () => {
    const { server, client } = await scripted(['hang'], { attempts: 2, timeoutMs: 50 })
    await expect(client.getOrder(1)).rejects.toMatchObject({ code: 'no_answer' })
    expect(server.asked).toHaveLength(2)
    const stop = new AbortController()
    const busy = await startScriptedServer([refused(503, 'storage_unavailable', { retryMs: 25_000 })])
    const waiting = createClient({ url: busy.url }).getOrder(1, { signal: stop.signal })
    await expect.poll(() => busy.asked.length).toBe(1)
    stop.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
  })

  it('refuses an answer of another form, and an address that is none', async () => {
    const { client } = await scripted([{ status: 200, body: { id: 'seven' } }], { attempts: 1 })
    await expect(client.getOrder(7)).rejects.toMatchObject({ code: 'answer_unreadable' })
    await expect(client.listPayments(7)).rejects.toMatchObject({ code: 'answer_unreadable' })
    await expect(client.events()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'answer_unreadable' })
    expect(() => createClient({ url: 'laidan.example' })).toThrow(TypeError)
  })
})

describe('an ordering system on a real server', () => {
  it('places, pays, urges, finds and calls off; what it does twice under one key is done once', async () => {
    const { api, url, storeId } = await startTestServer()
    const laidan = createClient({ url, key: api.orderingKey })
    const order = { storeId, number: 'A-1', items: [{ name: '面', quantity: 1, note: null }], amountMinor: 1_200 }
    const placed = await laidan.placeOrder(order, { idempotencyKey: 'order-1' })
    expect((await laidan.placeOrder(order, { idempotencyKey: 'order-1' })).id).toBe(placed.id)
    await expect(laidan.placeOrder(order)).rejects.toMatchObject({ code: 'order_number_taken', status: 409 })

    const started = await laidan.startPayment(placed.id, { provider: 'standard-webhooks' })
    expect(started).toMatchObject({ orderId: placed.id, amountMinor: 1_200, notifyPath: '/notify/standard-webhooks' })
    const paid = { transactionId: 'tx-1', orderNumber: 'A-1', amountMinor: 1_200, currency: 'CNY' }
    for (const _ of [1, 2]) await laidan.recordPayment(paid, TEST_WEBHOOKS_SECRET)
    expect(await laidan.getOrder(placed.id)).toMatchObject({ status: 2, payStatus: 1, number: 'A-1' })
    expect(await laidan.listPayments(placed.id)).toMatchObject([{ transactionId: 'tx-1', state: 'applied' }])

    expect((await laidan.urge(placed.id)).urges).toBe(1)
    await expect(laidan.urge(placed.id)).rejects.toMatchObject({ code: 'urged_too_soon' })
    const second = await laidan.placeOrder({ ...order, number: 'A-2' })
    const first = await laidan.listOrders({ storeId, status: [1, 2], limit: 1 })
    expect(first.orders.map(({ id }) => id)).toEqual([second.id])
    const next = await laidan.listOrders({ storeId, status: [1, 2], limit: 1, cursor: first.next ?? '' })
    expect(next.orders.map(({ id }) => id)).toEqual([placed.id])
    expect(await laidan.cancel(placed.id, '点错了')).toMatchObject({ status: 6, reason: '点错了' })
  })

  it('is told by name what is wrong, and a wrong secret or key by its code', async () => {
    const { api, url, storeId } = await startTestServer()
    const laidan = createClient({ url, key: api.orderingKey })
    const order = { storeId, items: [{ name: '面', quantity: 1 }], amountMinor: 1, remarks: '花生过敏' }
    const refusal = laidan.placeOrder(order)
    await expect(refusal).rejects.toMatchObject({
      code: 'body_invalid',
      faults: [{ path: 'remarks', message: 'Unknown field' }],
    })
    const paid = { transactionId: 'tx', orderNumber: 'A', amountMinor: 1, currency: 'CNY' }
    const wrong = `whsec_${Buffer.from('wrong').toString('base64')}`
    await expect(laidan.recordPayment(paid, wrong)).rejects.toMatchObject({ code: 'signature_invalid', status: 401 })
    await expect(createClient({ url, key: 'nobody' }).getOrder(1)).rejects.toMatchObject({ code: 'unauthenticated' })
    expect((await laidan.listOrders()).orders).toEqual([])
  })
})
