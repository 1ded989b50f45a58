import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FirstKeys } from '../../server/commands/bootstrap.ts'
import { checkDatabase } from '../lab/check/check-database.ts'
import { explain } from '../lab/check/check-history.ts'
import { readDatabase } from '../lab/check/read-database.ts'
import { call } from '../lab/rig/caller.ts'
import { sample } from '../lab/rig/sample.ts'
import { startServerChild } from '../lab/rig/server-child.ts'
import { SHOWN_KEYS } from '../lab/rig/server-options.ts'
import { startSmallRun } from '../lab/rig/small-run.ts'
import { attachStrace } from '../lab/rig/strace.ts'
import { runChild } from '../support/run-child.ts'
import { tempDir } from '../support/temp-dir.ts'

const LANES = 2
const NEVER = Number.MAX_SAFE_INTEGER
/** Of the writes of a first start, so many are tried, from the first to one of the last. */
const WRITES_TRIED = 12

/** Runs `task` for each item, a few at a time. */
async function inLanes<Item>(items: readonly Item[], task: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items]
  const lane = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await task(item)
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

describe('a server killed while it starts for the first time', () => {
  it('starts the next time, at whatever step of the migration and of the first keys it was', {
    timeout: 600_000,
  }, async () => {
    const whole = await startServerChild({ dataDir: tempDir(), migrationSteps: true, crash: { at: NEVER } })
    await whole.ready()
    const steps = await whole.steps()
    await whole.stop()
    const points = steps.map((name, index) => ({ name, at: index + 1 }))
    const tables = points.filter(({ name }) => name.startsWith('after createTable'))
    const firstKeys = points.filter(({ name }) => name.startsWith('before INSERT') || /COMMIT$/.test(name))
    expect(tables.length).toBeGreaterThan(10)
    expect(firstKeys.length).toBeGreaterThan(3)

    await inLanes(sample([...tables, ...firstKeys]), async ({ name, at }) => {
      const dataDir = tempDir()
      const dying = await startServerChild({ dataDir, migrationSteps: true, crash: { at } })
      await expect(dying.ready(), name).rejects.toThrow()
      expect(await dying.exited, name).toMatchObject({ signal: 'SIGKILL' })
      const next = await startServerChild({ dataDir })
      // Keys that were made and never shown are made again: nobody is left outside his own server.
      const { url, firstKeys } = await next.ready()
      const shown = JSON.parse(readFileSync(join(dataDir, SHOWN_KEYS), 'utf8')) as FirstKeys
      if (firstKeys !== null) expect(firstKeys, name).toEqual(shown)
      expect(await call(url, '/v1/stores', { method: 'GET', as: shown.operatorKey }), name).toMatchObject({
        status: 200,
      })
      await next.stop()
      const database = await readDatabase(dataDir)
      expect(explain(checkDatabase(database)), name).toEqual([])
      expect(database.stores, name).toHaveLength(1)
    })
  })

  it('starts the next time, at whatever write to its files it was (strace)', { timeout: 600_000 }, async (ctx) => {
    // One thread for the disk: strace counts for each thread by itself.
    const start = (dataDir: string) => startServerChild({ dataDir, waits: true }, { env: { UV_THREADPOOL_SIZE: '1' } })
    const counted = await start(tempDir())
    await counted.message((message) => message['loaded'])
    const trace = await attachStrace(ctx, counted.pid, ['-e', 'trace=pwrite64'])
    await counted.ready()
    const writes = (await trace.detach()).filter((line) => line.includes('pwrite64(')).length
    await counted.stop()
    expect(writes).toBeGreaterThan(WRITES_TRIED)

    const points = Array.from({ length: WRITES_TRIED }, (_, i) => 1 + Math.floor((i * writes) / WRITES_TRIED))
    await inLanes(sample(points), async (at) => {
      const dataDir = tempDir()
      const dying = await start(dataDir)
      await dying.message((message) => message['loaded'])
      await attachStrace(ctx, dying.pid, ['-e', 'trace=pwrite64', '-e', `inject=pwrite64:signal=SIGKILL:when=${at}`])
      await expect(dying.ready(), `write ${at} of ${writes}`).rejects.toThrow('SIGKILL')
      const next = await startServerChild({ dataDir })
      await next.ready()
      await next.stop()
      expect(explain(checkDatabase(await readDatabase(dataDir))), `write ${at} of ${writes}`).toEqual([])
    })
  })
})

describe('two servers on one database', () => {
  it('the second refuses to start and says why; when the first was killed, it starts', async () => {
    const run = await startSmallRun()
    const env = { DATA_DIR: run.dataDir, PORT: '0' }
    const second = runChild('server/main.ts', [], env)
    expect((await second.exited).code).toBe(1)
    expect(second.output()).toContain('Another Laidan server is already using')
    // The first has not noticed.
    await run.paid()
    await run.device.until(({ seq }) => seq === 1)
    await run.kill()
    const third = runChild('server/main.ts', [], env)
    await third.until('listens on')
    await third.kill()
    expect(explain(await run.check({ atRest: true }))).toEqual([])
  })
})
