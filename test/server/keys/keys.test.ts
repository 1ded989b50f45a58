import { expect, it } from 'vitest'
import type { Sql } from '../../../server/db/database.ts'
import type { ApiKey, CreateKey, IssuedKey } from '../../../shared/api/keys.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import { startTestServer, type TestServerOptions } from '../../support/test-server.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

async function rig(options: TestServerOptions = {}) {
  const clock = createManualClock()
  const server = await startTestServer({ clock, ...options })
  const { api } = server
  const as = api.operatorKey
  return {
    ...server,
    clock,
    make: async (body: CreateKey) => (await api.call('POST', '/v1/keys', { as, body })).body as IssuedKey,
    rotate: (id: string, overlapHours: number) =>
      api.call('POST', `/v1/keys/${id}/rotate`, { as, body: { overlapHours } }),
    revoke: (id: string, by = as) => api.call('DELETE', `/v1/keys/${id}`, { as: by }),
    keys: async (by = as) => ((await api.call('GET', '/v1/keys', { as: by })).body as { keys: ApiKey[] }).keys,
    /** The status with which a key is answered where its role may call. */
    statusOf: async (key: string) => (await api.call('GET', '/v1/stores', { as: key })).status,
  }
}

it('a key is shown once, has the beginning of its role, and is in no row and in no list', async () => {
  const { make, keys, api, running, storeId } = await rig()
  const made = await make({ role: 'ordering', name: '小程序', stores: [storeId] })
  expect(made).toMatchObject({ role: 'ordering', name: '小程序', stores: [storeId], expiresAt: null, revokedAt: null })
  expect(made.key).toMatch(/^lda_[\w-]{43}$/)
  expect((await make({ role: 'read_only', name: '看板' })).key).toMatch(/^ldr_/)
  expect((await make({ role: 'connector', name: '网店', stores: [storeId] })).key).toMatch(/^ldc_/)
  const list = await keys()
  expect(list.map(({ name }) => name)).toEqual(expect.arrayContaining(['小程序', '看板', '网店', 'first key']))
  for (const table of ['api_keys', 'audit', 'idempotency'])
    for (const key of [made.key, api.operatorKey, api.orderingKey])
      expect(JSON.stringify(await running.ctx.db.read.all(`SELECT * FROM ${table}`))).not.toContain(key)
  expect(JSON.stringify(list)).not.toContain(made.key)
})

it('a key works until its end, and not at it', async () => {
  const { make, statusOf, clock } = await rig()
  const { key } = await make({ role: 'ordering', name: '临时', expiresAt: clock.now() + HOUR })
  expect(await statusOf(key)).toBe(200)
  clock.advance(HOUR - 1)
  expect(await statusOf(key)).toBe(200)
  clock.advance(1)
  expect(await statusOf(key)).toBe(401)
})

it('a key that is rotated works beside the new one for the hours that were asked for; then the new one alone', async () => {
  const { make, rotate, statusOf, keys, clock, storeId } = await rig()
  const old = await make({ role: 'ordering', name: '小程序', stores: [storeId] })
  const reply = await rotate(old.id, 2)
  expect(reply.status).toBe(201)
  const next = reply.body as IssuedKey
  expect(next).toMatchObject({ role: 'ordering', name: '小程序', stores: [storeId], expiresAt: null })
  expect((await keys()).find(({ id }) => id === old.id)).toMatchObject({
    replacedBy: next.id,
    expiresAt: clock.now() + 2 * HOUR,
  })
  expect([await statusOf(old.key), await statusOf(next.key)]).toEqual([200, 200])
  expect(await rotate(old.id, 2)).toMatchObject({ status: 409, body: { code: 'key_ended' } })
  clock.advance(2 * HOUR)
  expect([await statusOf(old.key), await statusOf(next.key)]).toEqual([401, 200])
  const last = (await rotate(next.id, 0)).body as IssuedKey
  expect([await statusOf(next.key), await statusOf(last.key)]).toEqual([401, 200])
})

it('a rotated key ends no later than it would have, and the new one has the end of the old', async () => {
  const { make, rotate, clock } = await rig()
  const expiresAt = clock.now() + HOUR
  const { id } = await make({ role: 'ordering', name: '临时', expiresAt })
  expect((await rotate(id, 24)).body).toMatchObject({ expiresAt })
})

it('the last key of the operator cannot be revoked over REST, nor left to one that ends; with another one it can', async () => {
  const { make, revoke, keys, api, clock } = await rig()
  const first = (await keys()).find(({ role }) => role === 'operator')?.id ?? ''
  const refused = { status: 409, body: { code: 'last_operator_key' } }
  expect(await revoke(first)).toMatchObject(refused)
  const short = await make({ role: 'operator', name: '替班', expiresAt: clock.now() + DAY })
  expect(await revoke(first)).toMatchObject(refused)
  expect(await revoke(first, short.key)).toMatchObject(refused)
  const lasting = await make({ role: 'operator', name: '合伙人' })
  expect(await revoke(first, lasting.key)).toMatchObject({ status: 200, body: { revokedAt: clock.now() } })
  expect((await api.call('GET', '/v1/keys', { as: api.operatorKey })).status).toBe(401)
  expect(await revoke(lasting.id, lasting.key)).toMatchObject(refused)
  // One that ends may go, as long as another works.
  expect(await revoke(short.id, lasting.key)).toMatchObject({ status: 200 })
})

it('of two keys of the operator that are used to revoke each other at one moment, one stays', async () => {
  const { make, revoke, keys, api, statusOf } = await rig()
  const first = (await keys()).find(({ role }) => role === 'operator')?.id ?? ''
  const other = await make({ role: 'operator', name: '合伙人' })
  const ends = await Promise.all([revoke(first, other.key), revoke(other.id, api.operatorKey)])
  expect(ends.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1)
  const alive = [await statusOf(api.operatorKey), await statusOf(other.key)]
  expect(alive.toSorted()).toEqual([200, 401])
})

it('when a key was used last is written by a job, once a minute, and by no request', async () => {
  const writes: string[] = []
  const noted = (sql: Sql): Sql => ({
    ...sql,
    run: (text, values) => {
      if (text.startsWith('UPDATE api_keys SET last_used_at')) writes.push(text)
      return sql.run(text, values)
    },
  })
  const server = await rig({ instrument: { sql: noted } })
  const { api, keys, clock } = server
  for (let i = 0; i < 20; i++) await api.place()
  expect(writes).toEqual([])
  const usedAt = clock.now()
  await pass(server, clock, MINUTE, 10_000)
  // The operator has listed nothing yet: the ordering key alone was used.
  expect(writes).toHaveLength(1)
  expect((await keys()).find(({ role }) => role === 'ordering')?.lastUsedAt).toBe(usedAt)
  await server.stop()
  const next = await server.restart()
  const { body } = await next.api.call('GET', '/v1/keys', { as: next.api.operatorKey })
  expect((body as { keys: ApiKey[] }).keys.find(({ role }) => role === 'operator')?.lastUsedAt).toBe(clock.now())
})

it('keys that have ended are listed for as long as the audit is kept, then deleted; those that work stay', async () => {
  const server = await rig({ env: { AUDIT_RETENTION_DAYS: '2' } })
  const { make, revoke, keys, clock } = server
  const revoked = await make({ role: 'ordering', name: '作废' })
  await make({ role: 'ordering', name: '临时', expiresAt: clock.now() + HOUR })
  await revoke(revoked.id)
  clock.advance(2 * DAY)
  await pass(server, clock, 10_000)
  expect((await keys()).map(({ name }) => name)).toEqual(['临时', 'first key', 'first key'])
  clock.advance(HOUR)
  await pass(server, clock, 10_000)
  expect((await keys()).map(({ name }) => name)).toEqual(['first key', 'first key'])
})
