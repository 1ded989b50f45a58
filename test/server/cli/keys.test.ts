import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeLocalKeys } from '../../../server/cli/local-keys.ts'
import type { AuditPage } from '../../../shared/api/audit.ts'
import type { ApiKey, IssuedKey } from '../../../shared/api/keys.ts'
import { runChild } from '../../support/run-child.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { databaseEnv, engine } from '../../support/test-database.ts'
import { startTestServer } from '../../support/test-server.ts'

/** Runs `laidan-server keys …` as a process of its own, on the database of a folder. */
async function keys(dataDir: string, ...words: string[]): Promise<{ code: number | null; output: string }> {
  const env = { DATA_DIR: dataDir, ...(await databaseEnv(dataDir)) }
  const child = runChild('server/main.ts', ['keys', ...words], env)
  const { code } = await child.exited
  return { code, output: child.output() }
}

const keyIn = (output: string) => /ld[oarc]_\S+/.exec(output)?.[0] ?? ''
const idIn = (output: string) => /\bkey_\w+/.exec(output)?.[0] ?? ''

it('a lost key of the operator is had back on the machine, beside the server that runs', async () => {
  const server = await startTestServer()
  const { api, dataDir, storeId } = server
  const made = await keys(dataDir, 'create', 'operator', '--name', '老板')
  expect(made, made.output).toMatchObject({ code: 0 })
  const key = keyIn(made.output)
  const list = async () => ((await api.call('GET', '/v1/keys', { as: key })).body as { keys: ApiKey[] }).keys
  const all = await list()
  expect(all[0]).toMatchObject({ role: 'operator', name: '老板', expiresAt: null })
  expect((await api.call('POST', `/v1/stores/${storeId}/pairing-codes`, { as: key })).status).toBe(201)

  // Whoever found the lost one is shut out at once.
  const lost = all.find(({ role, name }) => role === 'operator' && name === 'first key')?.id ?? ''
  const revoked = await keys(dataDir, 'revoke', lost)
  expect(revoked, revoked.output).toMatchObject({ code: 0, output: expect.stringContaining('Revoked, at once: key_') })
  expect((await api.call('GET', '/v1/keys', { as: api.operatorKey })).status).toBe(401)
  const { entries } = (await api.call('GET', '/v1/audit', { as: key })).body as AuditPage
  expect(entries.filter(({ from }) => from === 'machine').map(({ action }) => action)).toEqual([
    'key.revoke',
    'key.create',
  ])
  // Payments and devices go on as if nothing had been.
  await api.placePaid()
})

it('keys are listed with what became of them, and never shown again', async () => {
  const { dataDir, storeId, api } = await startTestServer()
  const made = await keys(dataDir, 'create', 'connector', '--name', '网店', '--store', storeId, '--days', '30')
  expect(made.output).toMatch(/ends {4}\d{4}-\d\d-\d\d \d\d:\d\d UTC/)
  const { output, code } = await keys(dataDir, 'list')
  expect(code).toBe(0)
  expect(output).toMatch(/key_\w+ {2}connector {2}网店\n {4}made .*, last used never, ends .* UTC\n {4}stores st_/)
  expect(output).toMatch(/key_\w+ {2}operator {2}first key\n {4}made .*, without an end/)
  for (const key of [keyIn(made.output), api.operatorKey, api.orderingKey]) expect(output).not.toContain(key)
})

it('a key that this machine keeps for its own commands is replaced there as well when it is rotated', async () => {
  const { dataDir, api, url, storeId } = await startTestServer()
  const { operatorKey, orderingKey } = api
  await writeLocalKeys(dataDir, { url, storeId, orderingKey, operatorKey, standardWebhooksSecret: '' })
  const { body } = await api.call('GET', '/v1/keys', { as: operatorKey })
  const id = (body as { keys: ApiKey[] }).keys.find(({ role }) => role === 'operator')?.id ?? ''
  const rotated = await keys(dataDir, 'rotate', id, '--hours', '2')
  expect(rotated, rotated.output).toMatchObject({ code: 0, output: expect.stringContaining('goes on for 2 hours') })
  const local = JSON.parse(readFileSync(join(dataDir, 'local-keys.json'), 'utf8')) as Record<string, string>
  expect(local['operatorKey']).toBe(keyIn(rotated.output))
  expect(local['orderingKey']).toBe(orderingKey)
  for (const as of [operatorKey, local['operatorKey']])
    expect((await api.call('GET', '/v1/keys', { as })).status).toBe(200)
  const again = await keys(dataDir, 'rotate', id)
  expect(again).toMatchObject({ code: 1, output: expect.stringContaining('was replaced already') })
  expect(again.output).not.toMatch(/ {4}at |ldo_/)
})

it('while no server runs it works as well, and the next start knows the key', async () => {
  const server = await startTestServer()
  await server.stop()
  const made = await keys(server.dataDir, 'create', 'operator', '--name', '老板')
  expect(made, made.output).toMatchObject({ code: 0 })
  const next = await server.restart()
  expect((await next.api.call('GET', '/v1/keys', { as: keyIn(made.output) })).status).toBe(200)
})

it('what cannot be done is said, with nothing changed', async () => {
  const { dataDir, api } = await startTestServer()
  const count = async () =>
    ((await api.call('GET', '/v1/keys', { as: api.operatorKey })).body as { keys: IssuedKey[] }).keys.length
  const before = await count()
  const refusals: [string[], string][] = [
    [['revoke', 'key_nobody'], 'There is no key key_nobody'],
    [['rotate', 'key_nobody'], 'There is no key key_nobody'],
    [['create', 'ordering', '--name', 'x', '--store', 'st_nobody'], 'There is no such store'],
  ]
  for (const [words, said] of refusals) {
    const refused = await keys(dataDir, ...words)
    expect(refused, refused.output).toMatchObject({ code: 1, output: expect.stringContaining(said) })
    expect(refused.output).not.toContain('    at ')
  }
  expect(await count()).toBe(before)
})

it('in a folder without a database it says so, and makes none', async (ctx) => {
  if (engine() === 'postgres') ctx.skip('of the SQLite file')
  const refused = await keys(tempDir(), 'list')
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('There is no database in') })
})

it('beside a server of another version it is refused', async (ctx) => {
  if (engine() === 'postgres') ctx.skip('of the SQLite file')
  const { dataDir, running } = await startTestServer()
  await running.ctx.db.write((tx) =>
    tx.run(`INSERT INTO knex_migrations (name, batch, migration_time) VALUES ('9999-later', 9, 0)`),
  )
  const refused = await keys(dataDir, 'list')
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('of another version') })
  expect(idIn(refused.output)).toBe('')
})
