import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type * as z from 'zod'
import { writeLocalKeys } from '../../../server/cli/local-keys.ts'
import { EVENT_DATA } from '../../../shared/api/events.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer } from '../../support/test-server.ts'

const page = readFileSync(new URL('../../../docs/events.md', import.meta.url), 'utf8')
const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map((block) => block[1] ?? '')
const lacking = ['bash', 'curl'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined)

/** The rows of the table of types: each with the names of its data. */
function shownTypes(): [string, string[]][] {
  const rows = [...page.matchAll(/^\| `([a-z]+\.[a-z_]+)` +\| ([^|]*)\|/gm)]
  return rows.map(([, type = '', data = '']) => [type, [...data.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)])
}

it('docs/events.md: the table has every type with its data', () => {
  const types = Object.entries(EVENT_DATA).map(([type, schema]) => [type, Object.keys((schema as z.ZodObject).shape)])
  expect(shownTypes()).toEqual(types)
})

it('docs/events.md: its commands read events and add an endpoint', { timeout: 400_000 }, async (ctx) => {
  if (lacking.length > 0) ctx.skip(`needs ${lacking.join(', ')}`)
  const folder = tempDir()
  const dataDir = join(folder, 'data')
  const { running, api, url } = await startTestServer({ dataDir })
  const { storeId, orderingKey, operatorKey } = api
  const standardWebhooksSecret = running.standardWebhooksSecret
  await writeLocalKeys(dataDir, { url, storeId, orderingKey, operatorKey, standardWebhooksSecret })
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', commands.join('\necho\n')], { cwd: folder, stdio: 'pipe' })
  let said = ''
  for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
  expect(await new Promise((resolve) => shell.on('close', resolve)), said).toBe(0)
  const [events, endpoint] = said.trim().split('\n')
  expect(JSON.parse(events ?? '')).toMatchObject({ events: [], more: false })
  expect(JSON.parse(endpoint ?? '')).toMatchObject({ state: 'on', secret: expect.stringMatching(/^whsec_/) })
})
