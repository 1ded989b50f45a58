import { expect, it } from 'vitest'
import { ALL_CHANNELS } from '../../../server/attention/all-channels.ts'
import { LOOK_EVERY_MS } from '../../../server/log/follow-feed.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import { createWorld, type World } from './world.ts'

const SECRET = `whsec_${Buffer.from('a secret that nobody has told anybody').toString('base64')}`
const POLICY_OFF = { escalation: [] }

/** What a caller may do to the people outside of a store; the first ones read or test, the others change. */
function doors({ storeId, targets }: World) {
  const store = `/v1/stores/${storeId}`
  const settings = { url: 'https://example.com/hook', secret: SECRET }
  return [
    { method: 'GET', path: `${store}/contacts`, changes: false },
    { method: 'GET', path: `${store}/channels`, changes: false },
    { method: 'GET', path: `${store}/effects`, changes: false },
    { method: 'GET', path: `${store}/escalation`, changes: false },
    { method: 'GET', path: `${store}/reports/attention`, changes: false },
    { method: 'GET', path: `${store}/timeline`, changes: false },
    { method: 'GET', path: `${store}/today`, changes: false },
    {
      method: 'POST',
      path: `/v1/channels/${targets.channel}/test`,
      body: { contactId: targets.contact },
      changes: false,
    },
    { method: 'GET', path: `${store}/rehearsals/latest`, changes: false },
    { method: 'POST', path: `${store}/rehearsals`, body: { tell: null }, changes: true },
    { method: 'POST', path: `${store}/contacts`, body: { name: '赵老板' }, changes: true },
    { method: 'POST', path: `${store}/channels`, body: { kind: 'webhook', name: '程序', settings }, changes: true },
    { method: 'PATCH', path: `/v1/contacts/${targets.contact}`, body: { name: '王店长二号' }, changes: true },
    { method: 'PATCH', path: `${store}/escalation`, body: POLICY_OFF, changes: true },
    { method: 'DELETE', path: `/v1/contacts/${targets.spareContact}`, changes: true },
    { method: 'DELETE', path: `/v1/channels/${targets.spareChannel}`, changes: true },
  ]
}

it('a device reads and tests; it changes what the store lets its devices manage, and nothing of another store', async () => {
  const world = await createWorld()
  const { api, storeId, device, stranger } = world
  const let_ = (devicesManage: boolean) =>
    api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body: { settings: { devicesManage } } })
  const knock = async ({ method, path, body }: ReturnType<typeof doors>[number], as: string | undefined) => {
    const { status, body: told } = await api.call(method, path, { as, ...(body && { body }) })
    return status < 300 ? 'done' : (told as { code: string }).code
  }
  await let_(false)
  for (const door of doors(world)) {
    const tried = `${door.method} ${door.path}`
    expect.soft(await knock(door, undefined), `${tried} as nobody`).toBe('unauthenticated')
    expect.soft(await knock(door, api.orderingKey), `${tried} as the ordering system`).toBe('forbidden')
    expect.soft(await knock(door, stranger.token), `${tried} as a device of elsewhere`).toMatch(/_unknown$/)
    expect.soft(await knock(door, device.token), tried).toBe(door.changes ? 'managed_by_operator' : 'done')
  }
  await let_(true)
  for (const door of doors(world)) {
    expect.soft(await knock(door, stranger.token), `${door.path} as a device of elsewhere`).toMatch(/_unknown$/)
    expect.soft(await knock(door, device.token), `${door.method} ${door.path}`).toBe('done')
  }
})

it('no answer tells what a channel was set up with, to a device or to the operator', async () => {
  const world = await createWorld()
  const { api, storeId, device } = world
  const settings = { url: 'https://example.com/hooks/a-path-that-is-secret', secret: SECRET }
  const made = await api.call('POST', `/v1/stores/${storeId}/channels`, {
    as: device.token,
    body: { kind: 'webhook', name: '程序', settings },
  })
  expect(made.status).toBe(201)
  const { id } = made.body as { id: string }
  const test = await api.call('POST', `/v1/channels/${id}/test`, {
    as: device.token,
    body: { contactId: world.targets.contact },
  })
  const texts = [made, test]
  for (const as of [device.token, api.operatorKey])
    for (const path of ['contacts', 'channels', 'effects', 'escalation', 'timeline'])
      texts.push(await api.call('GET', `/v1/stores/${storeId}/${path}`, { as }))
  texts.push(await api.call('DELETE', `/v1/channels/${id}`, { as: device.token }))
  for (const { body } of texts) {
    expect(JSON.stringify(body)).not.toContain('a-path-that-is-secret')
    expect(JSON.stringify(body)).not.toContain(SECRET)
  }
})

it('a policy says whether the caller may change it, and devices learn at once that somebody is told', async () => {
  const clock = createManualClock()
  const world = await createWorld({ clock })
  const { api, storeId, device, targets } = world
  const path = `/v1/stores/${storeId}/escalation`
  const read = async (as: string) => (await api.call('GET', path, { as })).body
  expect(await read(device.token)).toEqual({ escalation: [], morning: null, mayChange: true, answerable: false })
  // The first look at the feed finds nothing new: what was before the start is known.
  await pass(world, clock, 1_000)
  const connected = await world.connect({ token: device.token })
  const tells = async (from: number) => {
    const frame = await connected.until((one) => 'op' in one && one.op === 'welcome', from)
    return (frame as { store?: { tells?: boolean } }).store?.tells
  }
  expect(await tells(0)).toBe(false)
  const escalation = [
    { cause: 'unanswered', afterS: 180, contacts: [targets.contact], channel: targets.channel, most: 1 },
  ]
  const set = await api.call('PATCH', path, { as: device.token, body: { escalation } })
  expect(set).toMatchObject({ status: 200, body: { escalation } })
  // The connection ends, so that the device comes back and is told. Servers of one database hear of it by the feed.
  let ended = false
  void connected.closed.then(() => {
    ended = true
  })
  const end = () => {
    clock.advance(LOOK_EVERY_MS)
    return ended
  }
  await expect.poll(end).toBe(true)
  const again = await world.connect({ token: device.token })
  const welcome = await again.until((one) => 'op' in one && one.op === 'welcome', 0)
  expect(welcome).toMatchObject({ store: { tells: true } })
})

it('another number of a contact is not known to arrive; another name is', async () => {
  const { api, targets, running } = await createWorld()
  await running.ctx.db.write((tx) => tx.run('UPDATE contacts SET verified_at = 5 WHERE id = ?', [targets.contact]))
  const change = async (body: object) =>
    (await api.call('PATCH', `/v1/contacts/${targets.contact}`, { as: api.operatorKey, body })).body
  expect(await change({ name: '王店长' })).toMatchObject({ name: '王店长', mobile: '13800138000', verifiedAt: 5 })
  expect(await change({ mobile: null })).toMatchObject({ name: '王店长', mobile: null, verifiedAt: null })
})

it('every kind of channel that the screen offers is one that the server has', async () => {
  const { CHANNEL_KINDS } = await import('../../../desktop/core/people/channel-kinds.ts')
  expect(ALL_CHANNELS.map(({ kind }) => kind)).toEqual(expect.arrayContaining(Object.keys(CHANNEL_KINDS)))
})
