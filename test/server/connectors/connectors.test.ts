import { expect, it } from 'vitest'
import type { Connector } from '../../../shared/api/connectors.ts'
import { connectorRig } from './connector-rig.ts'

it('a secret is told once, by the answer that makes it, and by no other call', async () => {
  const rig = await connectorRig('woocommerce')
  const { id, secret } = rig.connector
  expect(secret).toMatch(/^lds_[A-Za-z0-9_-]{43}$/)
  const replies = [
    await rig.operate('GET', `/v1/stores/${rig.storeId}/connectors`),
    await rig.operate('GET', `/v1/connectors/${id}`),
    await rig.operate('PATCH', `/v1/connectors/${id}`, { name: '分店网店' }),
    await rig.operate('DELETE', `/v1/connectors/${id}`),
  ]
  for (const { status, body } of replies) {
    expect(status).toBe(200)
    expect(JSON.stringify(body)).not.toContain(secret)
  }
  expect(replies[2]?.body).toMatchObject({ name: '分店网店', settings: { fulfilment: 'delivery', orderFields: [] } })
  expect((await rig.operate('GET', `/v1/stores/${rig.storeId}/connectors`)).body).toEqual({ connectors: [] })
})

it('Shopify signs with a secret of its own, so that none is made for it: the operator brings it, also the next one', async () => {
  const rig = await connectorRig('shopify', { secret: 'shpss_00000000000000000000000000000000' })
  const missing = { status: 400, body: { code: 'body_invalid', faults: [{ path: 'secret' }] } }
  const doors = `/v1/stores/${rig.storeId}/connectors`
  expect(await rig.operate('POST', doors, { kind: 'shopify', name: '网店' })).toMatchObject(missing)
  const secrets = `/v1/connectors/${rig.connector.id}/secrets`
  expect(await rig.operate('POST', secrets, { overlapHours: 0 })).toMatchObject(missing)
  await rig.unchanged('a secret that nobody gave')
  const next = { secret: 'shpss_11111111111111111111111111111111' }
  expect(await rig.operate('POST', secrets, next)).toMatchObject({ status: 201, body: next })
})

it('a secret that the operator gives is taken as it is, and nothing of it is left when the connector is removed', async () => {
  const given = 'shpss_11111111111111111111111111111111'
  const rig = await connectorRig('shopify', { secret: given })
  expect(rig.connector.secret).toBe(given)
  await rig.operate('DELETE', `/v1/connectors/${rig.connector.id}`)
  expect(await rig.running.ctx.db.read.all('SELECT * FROM connectors')).toEqual([])
})

it('a connector belongs to one store, and its orders as well', async () => {
  const rig = await connectorRig('mapper', {
    settings: {
      proof: { by: 'path' },
      template: { id: '$.n', amount: '$.a', items: { each: '$.i', name: '@' } },
    },
  })
  const other = (await rig.operate('POST', '/v1/stores', { name: '别家' })).body as { id: string }
  const { body } = await rig.operate('GET', `/v1/stores/${other.id}/connectors`)
  expect((body as { connectors: Connector[] }).connectors).toEqual([])
  await rig.knock({ body: JSON.stringify({ n: 1, a: 1, i: ['面'] }), headers: {} })
  expect(await rig.orders()).toMatchObject([{ storeId: rig.storeId }])
})
