import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { writeLocalKeys } from '../../../server/cli/local-keys.ts'
import type { AuditPage } from '../../../shared/api/audit.ts'
import { PROBLEMS } from '../../../shared/problem.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { databaseEnv } from '../../support/test-database.ts'
import { startTestServer } from '../../support/test-server.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const page = readFileSync(join(root, 'docs/keys.md'), 'utf8')
const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map((block) => block[1] ?? '')

const lacking = ['bash', 'curl'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined)

/** The command as it is installed: it runs the sources, in the folder of this project. */
const COMMAND = `laidan-server() { (cd '${root}' && '${process.execPath}' --import tsx server/main.ts "$@"); }\n`

it('docs/keys.md: every command does what the page says, and a lost key is had back', {
  timeout: 400_000,
}, async (ctx) => {
  if (lacking.length > 0) ctx.skip(`needs ${lacking.join(', ')}`)
  const folder = tempDir()
  const dataDir = join(folder, 'data')
  const { api, url } = await startTestServer({ dataDir })
  const { storeId, orderingKey, operatorKey } = api
  await writeLocalKeys(dataDir, { url, storeId, orderingKey, operatorKey, standardWebhooksSecret: '' })
  const script = COMMAND + blocks.join('\necho; echo "===="\n')
  const env = { ...process.env, DATA_DIR: dataDir, ...(await databaseEnv(dataDir)) }
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [shell.stdout, shell.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  expect(await new Promise((resolve) => shell.on('close', resolve)), output).toBe(0)
  const [, stores, rotated, revoked, machine, recovered, audit] = output.split('====').map((text) => text.trim())
  expect(JSON.parse(stores ?? '')).toMatchObject({ stores: [{ id: storeId }] })
  expect(JSON.parse(rotated ?? '')).toMatchObject({
    keys: expect.arrayContaining([
      expect.objectContaining({ name: '小程序', replacedBy: expect.stringMatching(/^key_/) }),
    ]),
  })
  expect(JSON.parse(revoked ?? '')).toMatchObject({ name: '小程序', revokedAt: expect.any(Number) })
  expect(machine).toMatch(/ldc_\S+[\s\S]*stores {2}st_/)
  expect(recovered).toMatch(/^Revoked, at once: key_\w+ {2}operator {2}first key\n\{"keys":\[/)
  const pages = (audit ?? '').split(/(?<=\})(?=\{"entries")/).map((text) => JSON.parse(text) as AuditPage)
  expect(pages[0]?.entries.map(({ action }) => action)).toEqual([
    'key.revoke',
    'key.create',
    'key.create',
    'key.revoke',
    'key.rotate',
    'key.create',
  ])
  // The key that was lost opens nothing any more.
  expect((await api.call('GET', '/v1/keys', { as: operatorKey })).status).toBe(401)
})

it('docs/keys.md: every code it names is in the catalogue', () => {
  const named = [...page.matchAll(/`([a-z]+_[a-z_]+)`/g)].map(([, word = '']) => word)
  const others = ['read_only', 'ldo_', 'lda_', 'ldc_', 'ldr_']
  for (const code of named.filter((word) => !others.includes(word))) expect(Object.keys(PROBLEMS)).toContain(code)
})
