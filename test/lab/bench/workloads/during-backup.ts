import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { machineMs } from '../clock.ts'
import { laidan } from '../contenders/laidan.ts'
import { askChild } from '../family.ts'
import type { PaymentsCalls } from '../payments-process.ts'
import { databaseFile } from '../prepare-database.ts'
import { createProcesses, type Processes } from '../start-processes.ts'
import { type Column, formatTable } from '../table.ts'
import { PHASE_COLUMNS, phase } from './phase.ts'
import type { Bench, Workload } from './workload.ts'

const BEGIN_IN_MS = 500
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
      const [quiet, busy] = phases
      return {
        figures: { phases, backup },
        tables: [formatTable(PHASE_COLUMNS, phases), formatTable(BACKUP_COLUMNS, [backup])],
        faults: [
          ...phases.flatMap(({ what, refused }) => (refused > 0 ? [`${what}: ${refused} payments were refused`] : [])),
          ...(backup.failed ? ['the backup failed'] : []),
          ...(backup.seconds > bench.options.seconds
            ? ['the backup outlasted the payments: give it more --seconds']
            : []),
          ...((busy?.answer.p99 ?? 0) > MAY_BE_SLOWER * (quiet?.answer.p99 ?? 0)
            ? [`a backup makes p99 more than ${MAY_BE_SLOWER} times longer`]
            : []),
        ],
      }
    } finally {
      await processes.end()
    }
  },
}

const BACKUP_COLUMNS: Column<Backup>[] = [
  ['database MB', ({ databaseMb }) => databaseMb.toFixed(0)],
  ['backup s', ({ seconds }) => seconds.toFixed(1)],
  ['WAL max MB', ({ walMaxMb }) => walMaxMb.toFixed(0)],
  ['after MB', ({ walAfterMb }) => walAfterMb.toFixed(0)],
]

async function measure({ options, say }: Bench, processes: Processes) {
  const { rates, seconds, warmup, stores, env } = options
  const rate = Math.min(...rates)
  const count = rate * (warmup + 2 * seconds)
  const orders = Math.max(options.orders, count)
  say(`laidan at ${rate}/s: preparing ${orders} unpaid orders`)
  const standing = await laidan.start(processes, { stores, devicesPerStore: 1, orders, env })
  const payments = askChild<PaymentsCalls>(processes.start(['test/lab/bench/payments-process.ts']), 'payments')
  const startAt = machineMs() + BEGIN_IN_MS
  const paying = payments.ask('pay', { url: standing.url, first: 0, rate, count, startAt })
  const until = (after: number) => pause(Math.max(0, startAt + after * 1_000 - machineMs()))
  await until(warmup + seconds)
  say('now with a backup')
  const backup = await backUp(processes)
  const sent = await paying
  await pause(AFTER_MS)
  const walAfterMb = walMb(processes.dir)
  await standing.stop()
  const first = rate * warmup
  return {
    phases: [
      phase('quiet', sent, { rate, startAt, first, end: first + rate * seconds }),
      phase('backup', sent, { rate, startAt, first: first + rate * seconds, end: count }),
    ],
    backup: { ...backup, walAfterMb },
  }
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
