import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeLocalKeys } from '../../../server/cli/local-keys.ts'
import { issueLocalCode, PairingCodeError } from '../../../server/cli/pairing-code.ts'
import type { Store } from '../../../shared/api/stores.ts'
import { runChild } from '../../support/run-child.ts'
import { startProcess } from '../../support/start-process.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer } from '../../support/test-server.ts'

const CODE = /\d{4}-\d{4}-\d{4}/

async function startShop() {
  const server = await startTestServer()
  const { storeId, orderingKey, operatorKey } = server.api
  const keys = { url: server.url, storeId, orderingKey, operatorKey, standardWebhooksSecret: '' }
  await writeLocalKeys(server.dataDir, keys)
  return { server, keys }
}

it('a code of the running server, by the keys that it has left for its owner, pairs a device', async () => {
  const { server } = await startShop()
  const { url, code } = await issueLocalCode(server.dataDir)
  expect(url).toBe(server.url)
  const paired = await server.api.call('POST', '/v1/devices/pair', { body: { code, name: '前台', platform: 'test' } })
  expect(paired).toMatchObject({ status: 201, body: { store: { id: server.storeId } } })
})

it('a code of another store than the first, by its id', async () => {
  const { server } = await startShop()
  const branch = (await server.api.call('POST', '/v1/stores', { as: server.api.operatorKey, body: { name: '分店' } }))
    .body
  const { code } = await issueLocalCode(server.dataDir, (branch as Store).id)
  const paired = await server.api.call('POST', '/v1/devices/pair', { body: { code, name: '前台', platform: 'test' } })
  expect(paired).toMatchObject({ status: 201, body: { store: { name: '分店' } } })
  await expect(issueLocalCode(server.dataDir, 'st_none/../x')).rejects.toThrow('There is no store st_none/../x')
})

it('without keys, without a server, and with the keys of another database it says what is wrong', async () => {
  const { server, keys } = await startShop()
  const nothing = tempDir()
  await expect(issueLocalCode(nothing)).rejects.toThrow(PairingCodeError)
  await expect(issueLocalCode(nothing)).rejects.toThrow(/no local-keys\.json in .*LOCAL_KEYS=off/)
  const foreign = tempDir()
  await writeLocalKeys(foreign, { ...keys, operatorKey: 'ldo_another' })
  await expect(issueLocalCode(foreign)).rejects.toThrow(/answers with 401: .*operatorKey of local-keys\.json/)
  await server.stop()
  await expect(issueLocalCode(server.dataDir)).rejects.toThrow('does not answer')
})

it('as a command: into a pipe the server prints no code and no key at any start, the command does', async () => {
  const dataDir = tempDir()
  const env = { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'debug' }
  for (let start = 0; start < 2; start++) {
    const server = runChild('server/main.ts', [], env)
    await server.until('npm run pairing-code')
    const command = runChild('server/main.ts', ['pairing-code'], env)
    expect((await command.exited).code, command.output()).toBe(0)
    expect(command.output()).toMatch(new RegExp(`npm run listen -- --server http://\\S+ --code ${CODE.source}\\n$`))
    await server.kill('SIGTERM')
    expect(server.output()).not.toMatch(CODE)
    const { orderingKey, operatorKey, standardWebhooksSecret } = JSON.parse(
      readFileSync(join(dataDir, 'local-keys.json'), 'utf8'),
    )
    for (const secret of [orderingKey, operatorKey, standardWebhooksSecret])
      expect(server.output()).not.toContain(secret)
  }
})

it('on a terminal the server shows the first keys and a code, as the README says (needs script)', async (ctx) => {
  const dataDir = tempDir()
  const command = `"${process.execPath}" --import tsx server/main.ts`
  const env = { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' }
  const terminal = startProcess(['script', '-qfec', command, join(dataDir, 'typescript')], { env, group: true })
  const said = await terminal.until(/--code \S+/).catch((error: unknown) => {
    if (String(error).includes('ENOENT')) return ctx.skip('needs script (bsdutils)')
    throw error
  })
  expect(said).toMatch(/key of the operator +ldo_/)
  expect(said).toMatch(CODE)
  await terminal.kill('SIGTERM')
})
