import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readKeysCommand } from '../../../server/cli/keys-command-line.ts'
import { writeLocalKeys } from '../../../server/cli/local-keys.ts'
import { DatabaseCommandError } from '../../../server/db/postgres/command-error.ts'
import { keysCommand } from '../../../server/keys-command.ts'
import { systemRandom } from '../../../server/lib/random.ts'
import type { AuditPage } from '../../../shared/api/audit.ts'
import type { ApiKey } from '../../../shared/api/keys.ts'
import { hostClock } from '../../../shared/clock.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { runChild } from '../../support/run-child.ts'
import { tempDir } from '../../support/temp-dir.ts'
import type { TestApi } from '../../support/test-api.ts'
import { databaseEnv } from '../../support/test-database.ts'
import { startTestServer } from '../../support/test-server.ts'

/** Runs `laidan-server keys …` on the database of a folder, in this process; resolves to what the program prints. */
async function keys(dataDir: string, ...words: string[]): Promise<string> {
  const command = readKeysCommand(words)
  if (command.name !== 'keys') throw new Error('no command')
  const config = { DATA_DIR: dataDir, ...(await databaseEnv(dataDir)) }
  const host = { clock: hostClock(globalThis), random: systemRandom }
  return (await keysCommand(config, host, command.keys)).join('\n')
}

/** The same as a process of its own, as an operator does. */
async function asProcess(dataDir: string, ...words: string[]): Promise<{ code: number | null; output: string }> {
  const child = runChild('server/main.ts', ['keys', ...words], { DATA_DIR: dataDir, ...(await databaseEnv(dataDir)) })
  const { code } = await child.exited
  return { code, output: child.output() }
}

const keyIn = (output: string) => /ld[oarc]_\S+/.exec(output)?.[0] ?? ''

async function listed(api: TestApi, as: string): Promise<ApiKey[]> {
  return ((await api.call('GET', '/v1/keys', { as })).body as { keys: ApiKey[] }).keys
}

it('a lost key of the operator is had back on the machine, beside the server that runs', async () => {
  const { api, dataDir, storeId } = await startTestServer()
  const made = await asProcess(dataDir, 'create', 'operator', '--name', '老板')
  expect(made, made.output).toMatchObject({ code: 0 })
  const key = keyIn(made.output)
  const all = await listed(api, key)
  expect(all[0]).toMatchObject({ role: 'operator', name: '老板', expiresAt: null })
  expect((await api.call('POST', `/v1/stores/${storeId}/pairing-codes`, { as: key })).status).toBe(201)

  // Whoever found the lost one is shut out at once.
  const lost = all.find(({ role, name }) => role === 'operator' && name === 'first key')?.id ?? ''
  expect(await keys(dataDir, 'revoke', lost)).toBe(`Revoked, at once: ${lost}  operator  first key`)
  expect((await api.call('GET', '/v1/keys', { as: api.operatorKey })).status).toBe(401)
  const { entries } = (await api.call('GET', '/v1/audit', { as: key })).body as AuditPage
  expect(entries.filter(({ from }) => from === 'machine').map(({ action }) => action)).toEqual([
    'key.revoke',
    'key.create',
  ])
  // Payments go on as if nothing had been.
  await api.placePaid()
})

it('keys are listed with what became of them, and never shown again', async () => {
  const { dataDir, storeId, api } = await startTestServer()
  const made = await keys(dataDir, 'create', 'connector', '--name', '网店', '--store', storeId, '--days', '30')
  expect(made).toMatch(/ends {4}\d{4}-\d\d-\d\d \d\d:\d\d UTC/)
  const list = await keys(dataDir, 'list')
  expect(list).toMatch(/key_\w+ {2}connector {2}网店\n {4}made .*, last used never, ends .* UTC\n {4}stores st_/)
  expect(list).toMatch(/key_\w+ {2}operator {2}first key\n {4}made .*, without an end/)
  for (const key of [keyIn(made), api.operatorKey, api.orderingKey]) expect(list).not.toContain(key)
})

it('a key that this machine keeps for its own commands is replaced there as well when it is rotated', async () => {
  const { dataDir, api, url, storeId } = await startTestServer()
  const { operatorKey, orderingKey } = api
  await writeLocalKeys(dataDir, { url, storeId, orderingKey, operatorKey, standardWebhooksSecret: '' })
  const id = (await listed(api, operatorKey)).find(({ role }) => role === 'operator')?.id ?? ''
  const rotated = await keys(dataDir, 'rotate', id, '--hours', '2')
  expect(rotated).toContain('goes on for 2 hours')
  const local = JSON.parse(readFileSync(join(dataDir, 'local-keys.json'), 'utf8')) as Record<string, string>
  expect(local['operatorKey']).toBe(keyIn(rotated))
  expect(local['orderingKey']).toBe(orderingKey)
  for (const as of [operatorKey, local['operatorKey']])
    expect((await api.call('GET', '/v1/keys', { as })).status).toBe(200)
  await expect(keys(dataDir, 'rotate', id)).rejects.toThrow('was replaced already')
})

it('while no server runs it works as well, and the next start knows the key', async () => {
  const server = await startTestServer()
  await server.stop()
  const made = await keys(server.dataDir, 'create', 'operator', '--name', '老板')
  const next = await server.restart()
  expect((await next.api.call('GET', '/v1/keys', { as: keyIn(made) })).status).toBe(200)
})

it('what cannot be done is said, with nothing changed', async () => {
  const { dataDir, running } = await startTestServer()
  const unchanged = await watchDatabase(running.ctx)
  const refusals: [string[], string][] = [
    [['revoke', 'key_nobody'], 'There is no key key_nobody'],
    [['rotate', 'key_nobody'], 'There is no key key_nobody'],
    [['create', 'ordering', '--name', 'x', '--store', 'st_nobody'], 'There is no such store'],
  ]
  for (const [words, said] of refusals) {
    const refused = keys(dataDir, ...words)
    await expect(refused, said).rejects.toThrow(DatabaseCommandError)
    await expect(refused, said).rejects.toThrow(said)
    await unchanged(said)
  }
})

it('in a folder without a database it says so, and makes none (SQLite)', async () => {
  const dataDir = tempDir()
  const command = keysCommand(
    { DATA_DIR: dataDir },
    { clock: hostClock(globalThis), random: systemRandom },
    { act: 'list' },
  )
  await expect(command).rejects.toThrow('There is no database in')
  expect(readdirSync(dataDir)).toEqual([])
})

it('beside a server of another version it is refused (SQLite)', async () => {
  const { dataDir, running } = await startTestServer({ env: { DATABASE_URL: '' } })
  await running.ctx.db.write((tx) =>
    tx.run(`INSERT INTO knex_migrations (name, batch, migration_time) VALUES ('9999-later', 9, 0)`),
  )
  const host = { clock: hostClock(globalThis), random: systemRandom }
  await expect(keysCommand({ DATA_DIR: dataDir }, host, { act: 'list' })).rejects.toThrow('of another version')
})
