import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { createManualClock } from '../support/manual-clock.ts'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'
import { createKeyboard } from './rig/keyboard.ts'
import { startOnWindows, windowsMissing, windowsPath } from './rig/wine.ts'

beforeEach((ctx) => {
  const missing = windowsMissing()
  if (missing !== undefined) ctx.skip(missing)
})

it('the terminal client pairs, rings and answers; killed, it comes back and tells what it missed, once', async () => {
  // Nothing is announced again while the clock stands still, however long this Windows takes to start a program.
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const state = join(tempDir(), '老王 的店')
  mkdirSync(state)
  const keyboard = await createKeyboard()
  const start = (...args: string[]) => {
    const options = ['--server', server.url, '--state', windowsPath(state), '--locale', 'en', '--undo', '0', ...args]
    return startOnWindows(new URL('./programs/terminal.ts', import.meta.url), options, keyboard.env)
  }
  const { storeId, operatorKey } = server.api
  const grant = await server.api.call('POST', `/v1/stores/${storeId}/pairing-codes`, { as: operatorKey })
  const first = await start('--code', (grant.body as { code: string }).code, '--name', '前台')
  await first.until('connected')
  const order = await server.api.placePaid({ number: 'WIN-0001' })
  await first.until('#WIN-0001')
  await keyboard.type('a')
  await first.until('#WIN-0001 accepted')
  const { body } = await server.api.call('GET', `/v1/orders/${order.id}`, { as: server.api.orderingKey })
  expect(body).toMatchObject({ status: 3 })

  await first.kill()
  await server.api.placePaid({ number: 'WIN-0002' })
  const second = await start()
  await second.until('#WIN-0002')
  await until('the announcement is reported', async () => {
    // Reports are written as the clock goes on: by less than the 30 s after which it would be announced again.
    if (clock.elapsed() < 20_000) clock.advance(20)
    const { read } = server.running.ctx.db
    const reported = 'SELECT 1 FROM receipts JOIN reminders ON reminders.id = reminder_id'
    return (await read.all(`${reported} WHERE content LIKE '%WIN-0002%' AND receipts.n = 1`)).length === 1
  })
  expect(second.output().match(/NEW ORDER {2}#WIN-0002/g)).toHaveLength(1)
  expect(second.output()).not.toContain('NEW ORDER  #WIN-0001')
  await keyboard.type('q')
  expect(await second.exited).toBe(0)
})
