import { join } from 'node:path'
import { inTime } from '../../support/until.ts'
import { checkHistory } from '../check/check-history.ts'
import type { DeviceLine, Violation } from '../check/history.ts'
import { readDatabase } from '../check/read-database.ts'
import { startChild } from '../rig/child.ts'
import { readJournal } from '../rig/journal.ts'
import { runDir } from '../rig/run-dir.ts'
import { type DeviceOptions, writeAddress } from '../rig/run-files.ts'
import { startSmallRun } from '../rig/small-run.ts'
import type { Story } from './mutation.ts'

/** The real device would have got there by then; of a faulty one, the checks will tell. */
const PATIENCE_MS = 90_000

const DEVICE = new URL('../children/device.ts', import.meta.url)

async function killedAndBack(fault?: 'cursor_first'): Promise<Violation[]> {
  const run = await startSmallRun()
  const dir = runDir('device')
  writeAddress(dir, run.url())
  const journal = join(dir, 'device.jsonl')
  const { deviceId, storeId, token } = run.paired
  const options: DeviceOptions = { dir, time: { origin: 0, speed: 1 }, seed: 1, journal, token }
  const lines = () => readJournal<DeviceLine | { t: 'cursor' }>(journal)
  const count = (t: string) => lines().filter((line) => line.t === t).length

  const first = await startChild(DEVICE, { ...options, cursorFirst: fault !== undefined })
  await inTime(PATIENCE_MS, () => count('synced') === 1)
  await run.paid()
  await inTime(PATIENCE_MS, () => count(fault === undefined ? 'apply' : 'cursor') === 1)
  await first.kill()
  const again = await startChild(DEVICE, options)
  await inTime(PATIENCE_MS, () => count('synced') === 2)
  await again.kill()
  await run.kill()

  const own = lines().filter((line): line is DeviceLine => line.t !== 'cursor')
  const database = await readDatabase(run.dataDir)
  const devices = [{ deviceId, storeId, lines: own }]
  return checkHistory({ operations: [], devices, database }, { atRest: true })
}

/** A device that does no more than the protocol asks, in a process of its own. */
export const DEVICE_STORIES: readonly Story<'cursor_first'>[] = [
  {
    title: 'a device is killed and comes back',
    tell: killedAndBack,
    faults: [{ fault: 'cursor_first', title: 'the cursor is stored before its entry', breaks: ['I5'] }],
  },
]
