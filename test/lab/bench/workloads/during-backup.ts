import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { machineMs } from '../clock.ts'
import { laidan } from '../contenders/laidan.ts'
import { databaseFile } from '../prepare-database.ts'
import { createProcesses, type Processes } from '../start-processes.ts'
import { type Column, plain, table } from '../table.ts'
import { payThrough } from './pay-through.ts'
import { PHASE_COLUMNS, phaseFaults } from './phase.ts'
import type { Bench, Workload } from './workload.ts'

const LOOK_EVERY_MS = 50
/** How long the log has for becoming short again after the last backup. */
const AFTER_MS = 3_000
/** A backup may make a payment's p99 this many times longer. */
const MAY_BE_SLOWER = 2

interface Backup {
  databaseMb: number
  /** How long it took, its verification included, in seconds. */
  seconds: number
  failed: boolean
  walMaxMb: number
  walAfterMb: number
}

/**
 * W7: payments at a low rate on a large database, first alone, then while it is backed up. The second time goes on after
 * the backup's end, when the log that has grown is moved into the database.
 */
export const duringBackup: Workload = {
  title: 'W7 payments during a backup',
  async run(bench) {
    const processes = createProcesses(bench.options.dir)
    try {
      const { phases, backup } = await measure(bench, processes)
      return {
        figures: { phases, backup },
        tables: [table(PHASE_COLUMNS, phases), table(BACKUP_COLUMNS, [backup])],
        faults: [
          ...phaseFaults(phases, { busy: 'backup', quiet: 'quiet', most: MAY_BE_SLOWER }),
          ...(backup.failed ? ['the backup failed'] : []),
        ],
      }
    } finally {
      await processes.end()
    }
  },
}

const BACKUP_COLUMNS: Column<Backup>[] = [
  ['database MB', ({ databaseMb }) => plain(databaseMb)],
  ['backup s', ({ seconds }) => plain(seconds, 1)],
  ['WAL max MB', ({ walMaxMb }) => plain(walMaxMb)],
  ['after MB', ({ walAfterMb }) => plain(walAfterMb)],
]

async function measure(bench: Bench, processes: Processes) {
  const { rates, seconds, warmup, stores, env } = bench.options
  const rate = Math.min(...rates)
  const orders = Math.max(bench.options.orders, rate * (warmup + 2 * seconds))
  bench.say(`laidan at ${rate}/s: preparing ${orders} unpaid orders`)
  const standing = await laidan.start(processes, { stores, devicesPerStore: 1, orders, env })
  let backup: Omit<Backup, 'walAfterMb'> | undefined
  const phases = await payThrough(bench, { standing, processes, rate, firstOrder: 0 }, [
    { what: 'quiet' },
    {
      what: 'backup',
      async during() {
        backup = await backUp(processes)
      },
    },
  ])
  await pause(AFTER_MS)
  const walAfterMb = walMb(processes.dir)
  await standing.stop()
  if (backup === undefined) throw new Error('there was no backup')
  return { phases, backup: { ...backup, walAfterMb } }
}

/** By the program, in a process of its own. */
async function backUp(processes: Processes): Promise<Omit<Backup, 'walAfterMb'>> {
  const databaseMb = statSync(databaseFile(processes.dir)).size / 2 ** 20
  let walMaxMb = 0
  const looking = setInterval(() => (walMaxMb = Math.max(walMaxMb, walMb(processes.dir))), LOOK_EVERY_MS)
  const began = machineMs()
  const env = { DATA_DIR: processes.dir, LOG_LEVEL: 'warn' }
  const child = processes.start(['server/main.ts', 'backup', join(processes.dir, 'copy.db')], env)
  child.stdout?.resume()
  const [code] = await once(child, 'exit')
  const seconds = (machineMs() - began) / 1_000
  clearInterval(looking)
  return { databaseMb, seconds, failed: code !== 0, walMaxMb }
}

function walMb(dataDir: string): number {
  return (statSync(`${databaseFile(dataDir)}-wal`, { throwIfNoEntry: false })?.size ?? 0) / 2 ** 20
}
