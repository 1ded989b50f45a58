import { once } from 'node:events'
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { machineMs } from '../clock.ts'
import { laidan } from '../contenders/laidan.ts'
import { askChild } from '../family.ts'
import { type Latency, latency } from '../figures.ts'
import type { PaymentsCalls, SentPayments } from '../payments-process.ts'
import { databaseFile } from '../prepare-database.ts'
import { createProcesses, type Processes } from '../start-processes.ts'
import { type Column, formatTable, ms } from '../table.ts'
import type { Bench, Workload } from './workload.ts'

const BEGIN_IN_MS = 500
const LOOK_EVERY_MS = 50
/** How long the log has for becoming short again after the last backup. */
const AFTER_MS = 3_000
/** A backup may make a payment's p99 this many times longer. */
const MAY_BE_SLOWER = 2

interface Phase {
  what: 'quiet' | 'backup'
  rate: number
  sent: number
  /** Not answered with 204. */
  refused: number
  answer: Latency
}

interface Backups {
  databaseMb: number
  /** How long each took, its verification included, in seconds. */
  seconds: number[]
  failed: number
  walMaxMb: number
  walAfterMb: number
}

/** W7: payments at a low rate on a large database, first alone, then while one backup after the other is taken. */
export const duringBackup: Workload = {
  title: 'W7 payments during backups',
  async run(bench) {
    const processes = createProcesses(bench.options.dir)
    try {
      const { phases, backups } = await measure(bench, processes)
      const [quiet, busy] = phases
      return {
        figures: { phases, backups },
        tables: [formatTable(PHASE_COLUMNS, phases), formatTable(BACKUP_COLUMNS, [backups])],
        faults: [
          ...phases.flatMap(({ what, refused }) => (refused > 0 ? [`${what}: ${refused} payments were refused`] : [])),
          ...(backups.failed > 0 ? [`${backups.failed} backups failed`] : []),
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

const PHASE_COLUMNS: Column<Phase>[] = [
  ['', ({ what }) => what],
  ['rate/s', ({ rate }) => String(rate)],
  ['sent', ({ sent }) => String(sent)],
  ['refused', ({ refused }) => String(refused)],
  ['answer p50', ({ answer }) => ms(answer.p50)],
  ['p99', ({ answer }) => ms(answer.p99)],
  ['max ms', ({ answer }) => ms(answer.max)],
]

const BACKUP_COLUMNS: Column<Backups>[] = [
  ['database MB', ({ databaseMb }) => databaseMb.toFixed(0)],
  ['backups', ({ seconds }) => String(seconds.length)],
  ['s each', ({ seconds }) => seconds.map((each) => each.toFixed(1)).join(' ')],
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
  say('now with backups')
  const backups = await backUpUntil(processes, startAt + (warmup + 2 * seconds) * 1_000)
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
    backups: { ...backups, walAfterMb },
  }
}

/** One backup after the other, each by the program in a process of its own, as long as a new one begins before `endAt`. */
async function backUpUntil(processes: Processes, endAt: number): Promise<Omit<Backups, 'walAfterMb'>> {
  const databaseMb = statSync(databaseFile(processes.dir)).size / 2 ** 20
  const seconds: number[] = []
  let failed = 0
  let walMaxMb = 0
  const looking = setInterval(() => (walMaxMb = Math.max(walMaxMb, walMb(processes.dir))), LOOK_EVERY_MS)
  while (machineMs() < endAt) {
    const began = machineMs()
    const to = join(processes.dir, 'copy.db')
    const child = processes.start(['server/main.ts', 'backup', to], { DATA_DIR: processes.dir, LOG_LEVEL: 'warn' })
    child.stdout?.resume()
    const [code] = await once(child, 'exit')
    if (code !== 0) failed++
    seconds.push((machineMs() - began) / 1_000)
    rmSync(to, { force: true })
  }
  clearInterval(looking)
  return { databaseMb, seconds, failed, walMaxMb }
}

function walMb(dataDir: string): number {
  return (statSync(`${databaseFile(dataDir)}-wal`, { throwIfNoEntry: false })?.size ?? 0) / 2 ** 20
}

/** The payments `first` up to `end`, from the moment at which each was due. */
function phase(
  what: Phase['what'],
  sent: SentPayments,
  { rate, startAt, first, end }: { rate: number; startAt: number; first: number; end: number },
): Phase {
  const answers: number[] = []
  let refused = 0
  for (let i = first; i < end; i++) {
    if (sent.status[i] === 204) answers.push((sent.answeredAt[i] ?? 0) - startAt - (i * 1_000) / rate)
    else refused++
  }
  return { what, rate, sent: end - first, refused, answer: latency(answers) }
}
