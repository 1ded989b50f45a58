import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer } from '../support/test-server.ts'
import { checkHistory, explain } from './check/check-history.ts'
import type { DeviceLine, Violation } from './check/history.ts'
import { readDatabase } from './check/read-database.ts'
import { createBareDevice } from './rig/bare-device.ts'
import { runChaos } from './rig/chaos.ts'
import { startChild } from './rig/child.ts'
import { crashAtEveryStep } from './rig/crash-at-every-step.ts'
import { readJournal } from './rig/journal.ts'
import { createMemoryJournal } from './rig/memory-journal.ts'
import { type DeviceOptions, writeAddress } from './rig/run-files.ts'
import { SCENARIOS } from './rig/scenarios.ts'
import { startSmallRun } from './rig/small-run.ts'

/** Servers and devices with one fault each. Where one of these tests is red, the others prove nothing. */

const POLL_MS = 1_000
const names = (violations: Violation[]) => new Set(violations.map(({ invariant }) => invariant))

describe('the checks notice', () => {
  it('nothing, when the server is the real one', async () => {
    const run = await startSmallRun()
    const order = await run.paid()
    await run.paid()
    await run.confirm(order)
    await run.device.until(({ seq }) => seq === 3)
    await run.kill()
    expect(explain(await run.check({ atRest: true }))).toEqual([])
  })

  it('I1: an answer before the COMMIT', async () => {
    const run = await startSmallRun({ mutant: 'answers_before_commit' })
    await run.paid()
    await run.kill()
    expect(names(await run.check({ atRest: false }))).toContain('I1')
  })

  it('I1: an answer before the COMMIT, under load and random kills', { timeout: 120_000 }, async () => {
    const { history } = await runChaos({ dir: tempDir(), seed: 1, kills: 5, mutant: 'answers_before_commit' })
    expect(names(checkHistory(history, { atRest: true }))).toContain('I1')
  })

  it('I1: a payment in two transactions, killed between them', { timeout: 120_000 }, async () => {
    const payment = SCENARIOS.filter(({ name }) => name === 'a payment')
    for (const scenario of payment) {
      const { faults } = await crashAtEveryStep({ ...scenario, after: false }, 'commits_halfway')
      expect(faults.join('\n')).toMatch(/killed before INSERT INTO reminders .*I1/)
    }
    expect(payment).toHaveLength(1)
  })

  it('I1 I2: a reminder that is not on the log', async () => {
    const run = await startSmallRun({ mutant: 'forgets_the_log' })
    await run.paid()
    await run.kill()
    const found = names(await run.check({ atRest: false }))
    expect([...found]).toEqual(expect.arrayContaining(['I1', 'I2']))
  })

  it('I2: positions as a sequence gives them, with holes', async () => {
    const run = await startSmallRun({ mutant: 'burns_positions' })
    await run.paid()
    await run.kill()
    expect(names(await run.check({ atRest: false }))).toContain('I2')
  })

  it('I9: a reminder closed twice', async () => {
    const run = await startSmallRun({ mutant: 'closes_twice' })
    await run.confirm(await run.paid())
    await run.kill()
    expect(names(await run.check({ atRest: false }))).toContain('I9')
  })

  it('I7: wakes and polls lost; while with polls, losing every wake does no harm (I15)', async () => {
    const deaf = await startSmallRun({ mutant: 'loses_wakes_and_polls' })
    await deaf.paid()
    deaf.server().tick(POLL_MS)
    await deaf.device.drained()
    await deaf.kill()
    expect(names(await deaf.check({ atRest: true }))).toContain('I7')

    const polling = await startSmallRun({ mutant: 'loses_wakes' })
    await polling.paid()
    polling.server().tick(POLL_MS)
    await polling.device.until(({ seq }) => seq === 1)
    await polling.kill()
    expect(explain(await polling.check({ atRest: true }))).toEqual([])
  })

  it('I5: a device that stores the cursor before the entry, and is killed between', async () => {
    const server = await startTestServer()
    const { token, deviceId, store } = await server.api.pair()
    const dir = tempDir()
    writeAddress(dir, server.url)
    const journal = join(dir, 'device.jsonl')
    const options: DeviceOptions = { dir, time: { origin: 0, speed: 1 }, seed: 1, journal, token, cursorFirst: true }
    const lines = () => readJournal<DeviceLine | { t: 'cursor' }>(journal)
    const device = new URL('./children/device.ts', import.meta.url)

    const faulty = startChild(device, options)
    await expect.poll(() => lines().some(({ t }) => t === 'synced'), { timeout: 20_000 }).toBe(true)
    await server.api.placePaid()
    await expect.poll(() => lines().some(({ t }) => t === 'cursor'), { timeout: 20_000 }).toBe(true)
    await faulty.kill()
    const again = startChild(device, { ...options, cursorFirst: false })
    await expect.poll(() => lines().filter(({ t }) => t === 'synced').length, { timeout: 20_000 }).toBe(2)
    await again.kill()
    await server.stop()

    const own = lines().filter((line): line is DeviceLine => line.t !== 'cursor')
    const database = await readDatabase(server.dataDir)
    const devices = [{ deviceId, storeId: store.id, lines: own }]
    expect(names(checkHistory({ operations: [], devices, database }, { atRest: true }))).toContain('I5')
  })

  it('I13: a server that takes a cursor at its seq, without asking for the event', async () => {
    const first = await startTestServer()
    const { token, deviceId, store } = await first.api.pair()
    await first.api.placePaid()
    const stopped = await first.restart()
    const backup = join(tempDir(), 'backup')
    await stopped.stop()
    cpSync(first.dataDir, backup, { recursive: true })
    const ahead = await startTestServer({ dataDir: first.dataDir })
    await ahead.api.placePaid()
    await ahead.api.placePaid()

    // What a server that does not check would make of the device's cursor: the event that stands there now.
    const forge = async (cursor: string | null) => {
      const [epoch, seq] = (cursor ?? '').split('.')
      const row = (await readDatabase(first.dataDir)).log.find((entry) => String(entry.seq) === seq)
      return cursor === null || row === undefined ? cursor : `${epoch}.${seq}.${row.event_id}`
    }
    const journal = createMemoryJournal()
    const device = createBareDevice({ token, journal, forge })
    void device.connect(ahead.url)
    await device.until(({ seq }) => seq === 3)
    await ahead.api.placePaid()
    await device.until(({ seq }) => seq === 4)
    device.disconnect()
    await ahead.stop()

    for (const name of ['laidan.db', 'laidan.db-wal', 'laidan.db-shm'])
      rmSync(join(first.dataDir, name), { force: true })
    cpSync(backup, first.dataDir, { recursive: true })
    const restored = await startTestServer({ dataDir: first.dataDir })
    for (let i = 0; i < 4; i++) await restored.api.placePaid()
    void device.connect(restored.url)
    await device.until(({ seq }) => seq === 5)
    device.disconnect()
    await restored.stop()

    const devices = [{ deviceId, storeId: store.id, lines: journal.lines }]
    const database = await readDatabase(first.dataDir)
    expect(names(checkHistory({ operations: [], devices, database }, { atRest: true }))).toContain('I13')
  })
})
