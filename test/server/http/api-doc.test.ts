import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeLocalKeys } from '../../../server/cli/local-keys.ts'
import { PROBLEMS } from '../../../shared/problem.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer } from '../../support/test-server.ts'

const page = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8')
const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map((block) => block[1] ?? '')

const TOOLS = ['bash', 'curl', 'openssl']
const lacking = TOOLS.filter((tool) => spawnSync(tool, ['--version']).error !== undefined)

/** Runs a script in one shell, printing each of its blocks' output behind a line of its own. */
async function bash(script: string, cwd: string): Promise<{ code: number | null; output: string }> {
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [shell.stdout, shell.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const code = await new Promise<number | null>((resolve) => shell.on('close', resolve))
  return { code, output }
}

it('docs/api.md: every command does what the page says', { timeout: 400_000 }, async (ctx) => {
  if (lacking.length > 0) ctx.skip(`needs ${lacking.join(', ')}`)
  const folder = tempDir()
  const dataDir = join(folder, 'data')
  const { running, api, url } = await startTestServer({ dataDir })
  await writeLocalKeys(dataDir, {
    url,
    storeId: api.storeId,
    orderingKey: api.orderingKey,
    operatorKey: api.operatorKey,
    standardWebhooksSecret: running.standardWebhooksSecret,
  })
  const { code, output } = await bash(commands.join('\necho; echo "====";\n'), folder)
  expect(code, output).toBe(0)
  const [, , started, callback, seen, urged, cancelled, refused] = output.split('====').map((text) => text.trim())
  const waits = { status: 2, payStatus: 1, amountMinor: 3850, remark: '不要香菜', customer: { phone: '13800138000' } }
  expect(JSON.parse(started ?? '')).toMatchObject({
    amountMinor: 3850,
    currency: 'CNY',
    notifyPath: '/notify/standard-webhooks',
  })
  expect(callback).toBe('')
  const [one, list, paidBy] = (seen ?? '').split(/(?<=\})(?=\{"(?:orders|payments)")/)
  expect(JSON.parse(one ?? '')).toMatchObject(waits)
  expect(JSON.parse(list ?? '')).toMatchObject({ orders: [waits], next: null })
  expect(JSON.parse(paidBy ?? '')).toMatchObject({ payments: [{ state: 'applied', reviewReason: null }] })
  expect(JSON.parse(urged ?? '')).toMatchObject({ ...waits, urges: 1 })
  expect(JSON.parse(cancelled ?? '')).toMatchObject({ status: 6, reason: '点错了' })
  expect(JSON.parse(refused ?? '')).toMatchObject({
    type: '/problems/unauthenticated',
    status: 401,
    code: 'unauthenticated',
  })
  expect(await api.call('GET', '/v1/payments', { as: api.operatorKey })).toMatchObject({
    body: { payments: [{ state: 'refund_due' }] },
  })
})

it('docs/api.md: every code it names is in the catalogue', () => {
  const named = [...page.matchAll(/`([a-z]+_[a-z_]+)`/g)]
    .map((match) => match[1])
    .filter((word) => word !== 'refund_due')
  expect(named.length).toBeGreaterThan(0)
  for (const code of named) expect(Object.keys(PROBLEMS)).toContain(code)
})
