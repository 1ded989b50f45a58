import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePath } from '../../../server/connectors/mapper/json-path.ts'
import type { DryRunReply } from '../../../shared/api/connectors.ts'
import { ORDER_STATUS, PAY_STATUS } from '../../../shared/order.ts'
import { type ConnectorRig, connectorRig } from './connector-rig.ts'

const PATH = { by: 'path' }

/** A template that uses every part, and a body that it reads. */
const TEMPLATE = {
  id: '$.data.order.uuid',
  number: '$.data.order.no',
  status: '$.event',
  paid: ['order.paid'],
  onDelivery: ['order.cash'],
  calledOff: ['order.cancelled'],
  amount: '$.data.order.total',
  currency: '$.data.order.currency',
  items: {
    each: '$.data.order.lines',
    name: '@.dish.name',
    quantity: '@.count',
    unitAmount: '@.price',
    notes: ['@.wish', '@.options'],
  },
  remarks: ['$.data.order.remark', '$.data.order.allergies'],
  customer: { name: '$.data.guest.name', phone: '$.data.guest.phone', address: "$.data.guest['地址']" },
  fulfilment: { path: '$.data.order.mode', pickup: ['to-go'], dine_in: ['table'], otherwise: 'delivery' },
}

const body = (event = 'order.paid', change: object = {}) => ({
  event,
  data: {
    order: {
      ...{
        uuid: 'a-1',
        no: 'A17',
        total: 38.5,
        currency: 'cny',
        mode: 'to-go',
        remark: '少辣',
        allergies: ['花生', '虾'],
      },
      lines: [{ dish: { name: '宫保鸡丁' }, count: 2, price: '18.00', wish: '不要葱', options: { 辣度: '微辣' } }],
      ...change,
    },
    guest: { name: '李', phone: '13800138000', 地址: '测试路 1 号' },
  },
})

async function mapped(template: object = TEMPLATE, proof: object = PATH): Promise<ConnectorRig> {
  return await connectorRig('mapper', { settings: { proof, template } })
}

const send = (rig: ConnectorRig, value: object) =>
  rig.knock({ body: JSON.stringify(value), headers: { 'content-type': 'application/json' } })

describe('a connector by a template', () => {
  it('I1, I4: a body becomes an order that rings once', async () => {
    const rig = await mapped()
    const device = await rig.connect({ token: (await rig.api.pair()).token })
    await device.synced()
    for (const again of [1, 2]) expect((await send(rig, body('order.paid', { again }))).status).toBe(204)
    expect(JSON.stringify(await device.until((frame) => 'type' in frame))).toContain('花生')
    expect(await rig.orders()).toMatchObject([
      {
        ...{ number: 'A17', status: ORDER_STATUS.to_be_confirmed, payStatus: PAY_STATUS.paid, amountMinor: 3850 },
        ...{ currency: 'CNY', fulfilment: 'pickup', remark: '少辣\n花生，虾' },
        items: [{ name: '宫保鸡丁', quantity: 2, unitAmountMinor: 1800, note: '不要葱；{"辣度":"微辣"}' }],
        customer: { name: '李', phone: '13800138000', address: '测试路 1 号' },
      },
    ])
    await send(rig, body('order.cancelled'))
    expect(await rig.orders()).toMatchObject([{ status: ORDER_STATUS.cancelled }])
  })

  it('a word of the status that says nothing is ignored, and cash rings', async () => {
    const rig = await mapped()
    expect((await send(rig, body('order.viewed'))).status).toBe(204)
    await rig.unchanged('a status that says nothing')
    await send(rig, body('order.cash'))
    expect(await rig.orders()).toHaveLength(1)
  })

  it('a secret in the address opens the door, and no other one does', async () => {
    const rig = await mapped()
    expect(rig.connector.path).toBe(`/connect/mapper/${rig.connector.id}/{secret}`)
    const written = { body: JSON.stringify(body()), headers: {} }
    const at = `${rig.url}/connect/mapper/${rig.connector.id}`
    for (const [path, code] of [
      [at, 'signature_missing'],
      [`${at}/x`, 'signature_invalid'],
      [`${at}/${rig.connector.secret}x`, 'signature_invalid'],
      [`${at}/${rig.connector.secret.toUpperCase()}`, 'signature_invalid'],
    ] as const)
      expect((await rig.knock(written, path)).code).toBe(code)
    await rig.unchanged('wrong secrets in the address')
    expect((await rig.knock(written)).status).toBe(204)
  })

  it('a body that does not fit is refused by the part of the template that found nothing', async () => {
    const rig = await mapped()
    const cases: [object, string][] = [
      [{ uuid: '' }, 'id leads to no id of 1 to 64 characters'],
      [{ uuid: 'x'.repeat(65) }, 'id leads to no id of 1 to 64 characters'],
      [{ total: 'a lot' }, 'amount is no amount of CNY'],
      [{ total: -1 }, 'amount is no amount of CNY'],
      [{ total: 38.505 }, 'amount is no amount of CNY'],
      [{ total: { value: 1 } }, 'amount is no amount of CNY'],
      [{ currency: 'XXX' }, 'the currency is none of those that are spoken here'],
      [{ lines: 'none' }, 'items.each leads to no list'],
    ]
    for (const [change, why] of cases) {
      expect.soft((await send(rig, body('order.paid', change))).code, why).toBe('connector_body_unfit')
      expect.soft((await rig.read()).lastFault?.why).toBe(why)
    }
    expect(await rig.orders()).toEqual([])
  })

  it('a long order is placed whole: what does not fit into a line stands in the remark, behind the warnings of all of it', async () => {
    const rig = await mapped()
    const lines = Array.from({ length: 203 }, (_, n) => ({ dish: { name: `菜${n}` }, count: 1 }))
    const long = { dish: { name: '汤' }, count: 0.5, wish: `${'好'.repeat(600)}，对花生过敏` }
    const remark = `${'谢谢。'.repeat(4_000)}我对芒果过敏。`
    await send(rig, body('order.paid', { lines: [long, ...lines], remark }))
    const [order] = await rig.orders()
    expect(order?.items).toHaveLength(200)
    expect(order?.items[0]).toMatchObject({ name: '0.5 × 汤', quantity: 1 })
    expect(order?.remark?.length).toBeLessThanOrEqual(10_000)
    for (const warning of ['芒果过敏', '花生过敏']) expect(order?.remark).toContain(warning)
  })

  it('a dry run shows what a body would become, and places nothing', async () => {
    const rig = await mapped()
    const dryRun = async (request: object) =>
      (await rig.operate('POST', `/v1/connectors/${rig.connector.id}/dry-run`, request)).body as DryRunReply
    expect(await dryRun({ body: body() })).toMatchObject({
      ...{ outcome: 'to_make', externalId: 'a-1', money: 'paid', why: null },
      order: { number: 'A17', amountMinor: 3850, fulfilment: 'pickup' },
    })
    expect(await dryRun({ body: body('order.cancelled') })).toMatchObject({ outcome: 'called_off', externalId: 'a-1' })
    expect(await dryRun({ body: body('order.viewed') })).toMatchObject({ outcome: 'ignored', order: null })
    expect(await dryRun({ body: {} })).toMatchObject({ outcome: 'unfit', why: expect.stringContaining('id') })
    const other = {
      proof: PATH,
      template: { id: '$.no', amount: '$.sum', amountIn: 'minor', items: { each: '$.i', name: '@' } },
    }
    expect(await dryRun({ body: { no: 7, sum: 1250, i: ['面', '汤'] }, settings: other })).toMatchObject({
      order: { number: '7', amountMinor: 1250, items: [{ name: '面' }, { name: '汤' }] },
    })
    await rig.unchanged('dry runs')
  })

  it('a template is checked when it is saved', async () => {
    const rig = await mapped()
    const good = { id: '$.a', amount: '$.b', items: { each: '$.c', name: '@.d' } }
    const wrong: [string, object][] = [
      ['settings.template.id', { ...good, id: 'a' }],
      ['settings.template.id', { ...good, id: '@.a' }],
      ['settings.template.id', { ...good, id: '$..a' }],
      ['settings.template.id', { ...good, id: '$.a[*]' }],
      ['settings.template.id', { ...good, id: '$.a[?(@.b)]' }],
      ['settings.template.amount', { ...good, amount: '@.b' }],
      ['settings.template.amount', { items: good.items, id: '$.a' }],
      ['settings.template.items.name', { ...good, items: { each: '$.c', name: '$.' } }],
      ['settings.template.items.each', { ...good, items: { each: 'c', name: 'd' } }],
      ['settings.template.remark', { ...good, remark: ['$.x'] }],
      ['settings.template.paid', { ...good, status: '$.s' }],
      ['settings.template.status', { ...good, paid: ['x'] }],
      ['settings.template.fulfilment', { ...good, fulfilment: 'by drone' }],
    ]
    for (const [path, template] of wrong) {
      const reply = await rig.operate('PATCH', `/v1/connectors/${rig.connector.id}`, {
        settings: { proof: PATH, template },
      })
      expect.soft(reply, JSON.stringify(template)).toMatchObject({ status: 400, body: { code: 'body_invalid' } })
      const { faults } = reply.body as { faults: { path: string }[] }
      expect
        .soft(
          faults.map((fault) => fault.path),
          JSON.stringify(template),
        )
        .toContain(path)
    }
    await rig.unchanged('wrong templates')
    const patch = { settings: { proof: PATH, template: good } }
    expect((await rig.operate('PATCH', `/v1/connectors/${rig.connector.id}`, patch)).status).toBe(200)
  })

  it('no text makes the reader of paths throw, and a path never leaves the body', async () => {
    fc.assert(fc.property(fc.string(), (text) => void parsePath(text)))
    const rig = await mapped({ id: '$.constructor.name', amount: '$.b', items: { each: '$.c', name: '@' } })
    expect((await send(rig, { b: 1, c: [] })).code).toBe('connector_body_unfit')
  })
})
