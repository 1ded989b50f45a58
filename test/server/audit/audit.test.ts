import { expect, it } from 'vitest'
import { AUDIT_ACTIONS, type AuditEntry, type AuditPage } from '../../../shared/api/audit.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { doorsOf } from '../http/doors.ts'
import { createWorld } from '../http/world.ts'

const DAY = 24 * 60 * 60_000

async function auditOf({ api }: Pick<TestServer, 'api'>, query = 'limit=200'): Promise<AuditEntry[]> {
  const { body } = await api.call('GET', `/v1/audit?${query}`, { as: api.operatorKey })
  return (body as AuditPage).entries
}

it('every administrative act leaves one row: who, what, from where; no secret and nobody’s words', async () => {
  const world = await createWorld()
  const actions = new Set<string>()
  for (const { name, route, row, good } of doorsOf(world)) {
    const before = await auditOf(world)
    const { status } = await world.send(good)
    const rows = (await auditOf(world)).filter(({ id }) => !before.some((known) => known.id === id))
    if (route.audit === undefined || status >= 300) {
      expect.soft(rows, name).toEqual([])
      continue
    }
    actions.add(route.audit)
    const { as } = row.good(world)
    const kind = { [world.api.operatorKey]: 'operator', [world.device.token]: 'device', '': 'anyone' }[as]
    expect.soft(rows, name).toMatchObject([{ action: route.audit, from: expect.stringMatching(/127\.0\.0\.1$/) }])
    expect.soft(rows[0]?.actor.kind, name).toBe(kind)
    expect.soft(rows[0]?.subject, name).toMatch(/^[a-z]+_\w+$/)
  }
  // Begun and ended by the operator's page, not by a route: test/server/http/admin-sign-in.test.ts.
  const ofThePage = ['session.begin', 'session.end']
  expect([...actions, ...ofThePage].toSorted()).toEqual([...AUDIT_ACTIONS].toSorted())
  const text = JSON.stringify(await auditOf(world))
  for (const secret of world.secrets) expect(text).not.toContain(secret)
  for (const word of ['现金退回', '赵老板', '分店', '13800138000', 'whsec_']) expect(text).not.toContain(word)
})

it('a refusal leaves no row, and a repeated idempotency key no second one', async () => {
  const world = await createWorld()
  const { api, storeId } = world
  const change = (body: object, key: string) =>
    api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body, headers: { 'idempotency-key': key } })
  const before = (await auditOf(world)).length
  for (let i = 0; i < 3; i++)
    expect(
      (await change({ name: '总店', settings: { devicesManage: false, acceptWithinMinutes: 7 } }, 'k')).status,
    ).toBe(200)
  await change(
    { settings: { escalation: [{ cause: 'unanswered', afterS: 60, contacts: ['ct_x'], channel: 'x' }] } },
    'l',
  )
  const rows = await auditOf(world)
  expect(rows).toHaveLength(before + 1)
  expect(rows[0]).toMatchObject({
    action: 'store.change',
    subject: storeId,
    actor: { kind: 'operator', name: 'first key' },
    facts: {
      fields: ['name', 'settings', 'settings.acceptWithinMinutes', 'settings.devicesManage'],
      'settings.devicesManage': false,
      'settings.acceptWithinMinutes': 7,
    },
  })
})

it('a device that is paired, renamed and removed leaves its rows, by the device where it was the device', async () => {
  const server = await startTestServer()
  const { api, storeId } = server
  const { deviceId, token } = await api.pair(storeId, '前台')
  await api.call('PATCH', `/v1/devices/${deviceId}`, { as: token, body: { name: '后厨' } })
  await api.call('DELETE', `/v1/devices/${deviceId}`, { as: api.operatorKey })
  const rows = await auditOf(server)
  expect(rows.map(({ action, subject, actor }) => [action, subject, actor.kind])).toEqual([
    ['device.remove', deviceId, 'operator'],
    ['device.rename', deviceId, 'device'],
    ['device.pair', deviceId, 'anyone'],
    ['code.issue', storeId, 'operator'],
  ])
  for (const { facts } of rows) expect(facts).toMatchObject({ storeId })
  await server.running.issuePairingCode(storeId)
  expect((await auditOf(server))[0]).toMatchObject({
    action: 'code.issue',
    actor: { kind: 'machine' },
    from: 'machine',
  })
})

it('pages by keyset have every row once, newest first, and can be searched by subject and act', async () => {
  const server = await startTestServer()
  const { api, storeId } = server
  for (let i = 0; i < 7; i++)
    await api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body: { name: `店 ${i}` } })
  await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '分店' } })
  const all = await auditOf(server)
  const seen: string[] = []
  let query = 'limit=3'
  for (;;) {
    const { entries, next } = (await api.call('GET', `/v1/audit?${query}`, { as: api.operatorKey })).body as AuditPage
    seen.push(...entries.map(({ id }) => id))
    if (next === null) break
    query = `limit=3&cursor=${next}`
  }
  expect(seen).toEqual(all.map(({ id }) => id))
  expect(await auditOf(server, `subject=${storeId}`)).toHaveLength(7)
  expect(await auditOf(server, 'action=store.open')).toHaveLength(1)
})

it('the audit is kept for its own time, and no longer', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock, env: { AUDIT_RETENTION_DAYS: '2', LOG_RETENTION_DAYS: '1' } })
  const { api, storeId } = server
  await api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body: { name: '总店' } })
  clock.advance(1.5 * DAY)
  await pass(server, clock, 10_000)
  expect(await auditOf(server)).toHaveLength(1)
  clock.advance(DAY / 2)
  await pass(server, clock, 10_000)
  expect(await auditOf(server)).toEqual([])
})
