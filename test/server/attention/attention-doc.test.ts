import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { FAKE_SECRETS } from '../../../demo/channels/check-signature.ts'
import { startFakeChannels } from '../../../demo/channels/fake-channels.ts'
import { ALL_CHANNELS } from '../../../server/attention/all-channels.ts'
import { writeLocalKeys } from '../../../server/cli/local-keys.ts'
import { escalationCauseSchema } from '../../../shared/api/escalation.ts'
import { hostClock } from '../../../shared/clock.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer } from '../../support/test-server.ts'

const page = readFileSync(new URL('../../../docs/attention.md', import.meta.url), 'utf8')
const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map((block) => block[1] ?? '')
const lacking = ['bash', 'curl', 'openssl'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined)

it('docs/attention.md: its commands lead from nothing to a message and a policy', { timeout: 400_000 }, async (ctx) => {
  if (lacking.length > 0) ctx.skip(`needs ${lacking.join(', ')}`)
  const folder = tempDir()
  const dataDir = join(folder, 'data')
  const fake = await startFakeChannels({ clock: hostClock(globalThis), port: 0 })
  try {
    const { running, api, url } = await startTestServer({ dataDir, env: { CHANNELS_IMITATED_AT: fake.url } })
    await writeLocalKeys(dataDir, {
      url,
      storeId: api.storeId,
      orderingKey: api.orderingKey,
      operatorKey: api.operatorKey,
      standardWebhooksSecret: running.standardWebhooksSecret,
    })
    const env = { ...process.env, TOPIC: FAKE_SECRETS.ntfyTopic }
    const shell = spawn('bash', ['-euo', 'pipefail', '-c', commands.join('\n')], { cwd: folder, env, stdio: 'pipe' })
    let said = ''
    for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
    expect(await new Promise((resolve) => shell.on('close', resolve)), said).toBe(0)
    await expect.poll(() => fake.shown.map(({ text }) => text.includes('测试消息'))).toEqual([true])
    const { body } = await api.call('GET', '/v1/stores', { as: api.operatorKey })
    expect(body).toMatchObject({
      stores: [{ settings: { escalation: [{ cause: 'unanswered', most: 4 }, { cause: 'no_device' }] } }],
    })
  } finally {
    await fake.stop()
  }
})

it('docs/attention.md: names every cause and every kind of channel', () => {
  for (const word of [...escalationCauseSchema.options, ...ALL_CHANNELS.map(({ kind }) => kind)])
    expect(page).toMatch(new RegExp(`^\\| \`${word}\` `, 'm'))
})
