import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { withClient } from '../support/postgres-cluster.ts'
import { runChild } from '../support/run-child.ts'
import { startProcess } from '../support/start-process.ts'
import { tempDir } from '../support/temp-dir.ts'
import { createDatabase, databaseEnv } from '../support/test-database.ts'
import { command, settings } from './support/moving.ts'

it('a server on a new PostgreSQL database makes no keys and says which command does; those work at once, and are made once', async () => {
  const url = await createDatabase('new')
  const dataDir = tempDir()
  const env = settings(url, dataDir)
  const server = runChild('server/main.ts', [], env)
  const [, address = ''] =
    /listens on (\S+)/.exec(await server.until(/Database: PostgreSQL 127\.0\.0\.1:\d+\/\w+\n/)) ?? []
  expect(server.output()).toContain('the command first-keys makes them')
  expect(readdirSync(dataDir).filter((name) => name.endsWith('keys.json'))).toEqual([])

  const keysDir = join(tempDir(), 'new')
  const made = await command(['first-keys'], { ...env, DATA_DIR: keysDir })
  expect(made, made.output).toMatchObject({ code: 0 })
  const file = join(keysDir, 'first-keys.json')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const keys = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
  expect(Object.keys(keys)).toEqual(['storeId', 'orderingKey', 'operatorKey'])
  expect(made.output).toContain(keys['storeId'])
  for (const output of [made.output, server.output()]) expect(output).not.toMatch(/ld[oa]_/)
  const stores = await fetch(new URL('/v1/stores', address), {
    headers: { authorization: `Bearer ${keys['operatorKey']}` },
  })
  expect(await stores.json()).toMatchObject({ stores: [{ id: keys['storeId'] }] })

  const again = await command(['first-keys'], { ...env, DATA_DIR: keysDir })
  expect(again).toMatchObject({ code: 1, output: expect.stringContaining('has its first keys already') })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(keys)
  await server.kill('SIGTERM')
  const next = runChild('server/main.ts', [], env)
  await next.until('Database: ')
  expect(next.output()).not.toContain('first-keys')
})

it('on a terminal the keys are shown, and in no file (needs script)', async (ctx) => {
  const { DATABASE_URL: url = '' } = await databaseEnv(tempDir())
  const dataDir = tempDir()
  const program = `"${process.execPath}" --import tsx server/main.ts first-keys`
  const env = { ...process.env, ...settings(url, dataDir) }
  const terminal = startProcess(['script', '-qfec', program, '/dev/null'], { env, group: true })
  await terminal.exited
  if (terminal.output().includes('ENOENT')) return ctx.skip('needs script (bsdutils)')
  expect(terminal.output()).toMatch(/key of the operator +ldo_/)
  expect(existsSync(join(dataDir, 'first-keys.json'))).toBe(false)
})

it('two commands at once make one store and one pair of keys', async () => {
  const url = await createDatabase('new')
  const ends = await Promise.all([1, 2].map(() => command(['first-keys'], settings(url, tempDir()))))
  expect(ends.map(({ code }) => code).toSorted(), JSON.stringify(ends)).toEqual([0, 1])
  await withClient(url, async (client) => {
    expect((await client.query('SELECT id FROM stores')).rowCount).toBe(1)
    expect((await client.query('SELECT id FROM api_keys WHERE revoked_at IS NULL')).rowCount).toBe(2)
  })
})

it.each([
  ['first-keys', [], /With SQLite the first start makes the keys/],
  ['new-epochs', [], /With SQLite the command restore begins new epochs/],
  ['copy-to-postgres', [], /takes a URL, where DATABASE_URL is not set/],
])('%s without a PostgreSQL database is refused, and makes no file', async (name, words, message) => {
  const dataDir = tempDir()
  const refused = await command([name, ...words], { DATA_DIR: dataDir })
  expect(refused.code).not.toBe(0)
  expect(refused.output).toMatch(message)
  expect(refused.output).not.toContain('    at ')
  expect(readdirSync(dataDir)).toEqual([])
})

it.each(['first-keys', 'new-epochs'])(
  '%s on a database that cannot be reached says so, without a password',
  async (name) => {
    const url = 'postgres://shop:geheim@127.0.0.1:1/laidan'
    const refused = await command([name], settings(url, tempDir()))
    expect(refused).toMatchObject({
      code: 1,
      output: expect.stringMatching(/PostgreSQL 127\.0\.0\.1:1\/laidan says no: .*ECONNREFUSED/),
    })
    expect(refused.output).not.toMatch(/geheim|shop| {4}at /)
  },
)

it('a server that waits for its database logs why, without its user and password', async () => {
  const env = settings('postgres://shop:geheim@127.0.0.1:1/laidan', tempDir())
  const server = runChild('server/main.ts', [], env)
  await server.until('the database is out of reach')
  await server.kill()
  expect(server.output()).not.toMatch(/geheim|shop/)
})

it.each([
  ['backup', /use pg_dump .*deploy\.md/],
  ['restore', /use pg_restore, and the command new-epochs after it/],
])('%s with DATABASE_URL is refused, and names the program that does it', async (name, message) => {
  const dataDir = tempDir()
  const refused = await command(
    [name, join(dataDir, 'copy.db')],
    settings('postgres://u:geheim@127.0.0.1:1/x', dataDir),
  )
  expect(refused).toMatchObject({ code: 1, output: expect.stringMatching(message) })
  expect(refused.output).not.toContain('geheim')
  expect(readdirSync(dataDir)).toEqual([])
})
