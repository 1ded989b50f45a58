import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { withRaw } from '../../../server/db/sqlite/raw-sqlite.ts'
import { SECRETS_FILE } from '../../../shared/api/local-keys.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer, TEST_WEBHOOKS_SECRET, type TestServer } from '../../support/test-server.ts'
import { backup, restore } from './copies.ts'

/** A server that makes its own secret, as without configuration. */
const OWN = { STANDARD_WEBHOOKS_SECRET: '' }
const OLD_SECRET = `whsec_${Buffer.from('made by a version that kept it inside').toString('base64')}`

/** What stands in `text` of the files below `folder` whose names fit. */
function holders(folder: string, secret: string, fits = /./): string[] {
  return readdirSync(folder).filter((name) => fits.test(name) && readFileSync(join(folder, name)).includes(secret))
}

/** Leaves the database as an earlier version did: with its secret inside, and with rows that were there before. */
async function leaveOldSecret(server: TestServer): Promise<void> {
  await server.stop()
  await withRaw(join(server.dataDir, 'laidan.db'), 'write', async (db) => {
    const put = (name: string, value: string) =>
      db.all('INSERT INTO installation (name, value) VALUES (?, ?)', [name, value])
    for (let n = 0; n < 200; n++) await put(`old ${n}`, 'x'.repeat(300))
    await put('standard_webhooks_secret', OLD_SECRET)
    for (let n = 200; n < 400; n++) await put(`old ${n}`, 'x'.repeat(300))
    await db.all(`DELETE FROM installation WHERE name LIKE 'old %'`)
  })
  rmSync(join(server.dataDir, SECRETS_FILE), { force: true })
}

it('the secret that a server makes is in a file of its own, for its owner alone, and the same at the next start', async () => {
  const server = await startTestServer({ env: OWN })
  expect(server.running.standardWebhooksSecret).toBe(TEST_WEBHOOKS_SECRET)
  const file = join(server.dataDir, SECRETS_FILE)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ standard_webhooks_secret: TEST_WEBHOOKS_SECRET })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  chmodSync(file, 0o644)
  writeFileSync(file, JSON.stringify({ standard_webhooks_secret: OLD_SECRET }))
  const next = await server.restart()
  expect(next.running.standardWebhooksSecret).toBe(OLD_SECRET)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

it('one that is set is kept nowhere', async () => {
  const server = await startTestServer()
  await server.api.placePaid()
  expect(existsSync(join(server.dataDir, SECRETS_FILE))).toBe(false)
  expect(holders(server.dataDir, TEST_WEBHOOKS_SECRET)).toEqual([])
})

it('no byte of a backup, and none of the database, is of a key, a token, a code or the secret', async () => {
  const server = await startTestServer({ env: OWN })
  const { api, storeId, dataDir } = server
  const { token } = await api.pair()
  const { code } = (await api.call('POST', `/v1/stores/${storeId}/pairing-codes`, { as: api.operatorKey })).body as {
    code: string
  }
  await api.placePaid()
  const secrets = [api.orderingKey, api.operatorKey, token, code, code.replaceAll('-', ''), TEST_WEBHOOKS_SECRET]
  const copy = join(tempDir(), 'copy.db')
  await backup(dataDir, copy)
  const bytes = readFileSync(copy)
  expect(bytes.includes(storeId)).toBe(true)
  for (const secret of secrets) {
    const forms = [secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')]
    for (const form of forms) expect(bytes.includes(form), secret.slice(0, 4)).toBe(false)
    expect(holders(dataDir, secret, /^laidan\.db/), secret.slice(0, 4)).toEqual([])
  }
  expect(holders(dataDir, TEST_WEBHOOKS_SECRET)).toEqual([SECRETS_FILE])
})

it('a secret of an earlier version moves out of the database, and leaves no byte behind', async () => {
  const first = await startTestServer({ env: OWN })
  await leaveOldSecret(first)
  expect(holders(first.dataDir, OLD_SECRET)).toEqual(['laidan.db'])
  const server = await first.restart()
  expect(server.running.standardWebhooksSecret).toBe(OLD_SECRET)
  expect(holders(server.dataDir, OLD_SECRET)).toEqual([SECRETS_FILE])
  const copy = join(tempDir(), 'copy.db')
  await backup(server.dataDir, copy)
  expect(readFileSync(copy).includes(OLD_SECRET)).toBe(false)
  await server.api.placePaid()
  expect((await server.restart()).running.standardWebhooksSecret).toBe(OLD_SECRET)
})

it('it moves out also where another one is set, and the secret in the file stands against that of an old backup', async () => {
  const first = await startTestServer({ env: OWN })
  await leaveOldSecret(first)
  const copy = join(tempDir(), 'copy.db')
  await backup(first.dataDir, copy)
  expect(readFileSync(copy).includes(OLD_SECRET)).toBe(true)
  const set = await first.restart({ env: {} })
  expect(set.running.standardWebhooksSecret).toBe(TEST_WEBHOOKS_SECRET)
  expect(holders(set.dataDir, OLD_SECRET)).toEqual([SECRETS_FILE])
  await set.stop()

  writeFileSync(join(set.dataDir, SECRETS_FILE), JSON.stringify({ standard_webhooks_secret: TEST_WEBHOOKS_SECRET }))
  await restore(set.dataDir, copy)
  const back = await first.restart({ env: OWN })
  expect(back.running.standardWebhooksSecret).toBe(TEST_WEBHOOKS_SECRET)
  expect(holders(back.dataDir, OLD_SECRET, /^laidan\.db(?!\.replaced)/)).toEqual([])
})

it('a file of secrets that is damaged keeps the server from starting: a new secret would refuse payments', async () => {
  const server = await startTestServer({ env: OWN })
  await server.stop()
  writeFileSync(join(server.dataDir, SECRETS_FILE), '{"standard_webhooks_secret":')
  await expect(startTestServer({ env: OWN, dataDir: server.dataDir })).rejects.toThrow(/secrets\.json is damaged/)
})
