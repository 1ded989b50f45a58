import { setTimeout as pause } from 'node:timers/promises'
import { openSqlite } from '../../../../server/db/sqlite/open-sqlite.ts'
import { createPairing } from '../../../../server/devices/pairing.ts'
import { benchContext } from '../bench-context.ts'
import { machineMs } from '../clock.ts'
import { startLaidan } from '../contenders/laidan.ts'
import { askChild } from '../family.ts'
import { type Latency, latency } from '../figures.ts'
import type { GuessesCalls, SiegeAnswers } from '../guesses-process.ts'
import type { PaymentsCalls } from '../payments-process.ts'
import { databaseFile, prepareDatabase } from '../prepare-database.ts'
import { cpuShare, usageOf } from '../process-usage.ts'
import { createProcesses, type Processes } from '../start-processes.ts'
import { type Column, formatTable, ms, percent } from '../table.ts'
import { PHASE_COLUMNS, phase } from './phase.ts'
import type { Bench, Workload } from './workload.ts'

const BEGIN_IN_MS = 500
/** Guesses may make a payment's p99 this many times longer. */
const MAY_BE_SLOWER = 1.2
/** Owners who type their right code while strangers guess. */
const OWNERS = 10

interface Guesses {
  guesses: number
  statuses: SiegeAnswers['statuses']
  /** How long the right codes took; NaN when none was taken. */
  owner: Latency
  ownersRefused: number
  /** The server's CPU, of one core, in the quiet seconds and in those of the guesses. */
  cpu: { quiet: number; guesses: number }
}

/**
 * W8: payments at a low rate, first alone, then while strangers guess at pairing codes from many addresses, and a few
 * owners pair their devices.
 */
export const duringGuesses: Workload = {
  title: 'W8 payments during guesses at pairing codes',
  async run(bench) {
    const processes = createProcesses(bench.options.dir)
    try {
      const { phases, siege } = await measure(bench, processes)
      const [quiet, busy] = phases
      return {
        figures: { phases, siege },
        tables: [formatTable(PHASE_COLUMNS, phases), formatTable(GUESSES_COLUMNS, [siege])],
        faults: [
          ...phases.flatMap(({ what, refused }) => (refused > 0 ? [`${what}: ${refused} payments were refused`] : [])),
          ...(siege.ownersRefused > 0 ? [`${siege.ownersRefused} right codes were refused`] : []),
          ...((busy?.answer.p99 ?? 0) > MAY_BE_SLOWER * (quiet?.answer.p99 ?? 0)
            ? [`guesses make p99 more than ${MAY_BE_SLOWER} times longer`]
            : []),
        ],
      }
    } finally {
      await processes.end()
    }
  },
}

const GUESSES_COLUMNS: Column<Guesses>[] = [
  ['guesses', ({ guesses }) => String(guesses)],
  ['403', ({ statuses }) => String(statuses[403] ?? 0)],
  ['429', ({ statuses }) => String(statuses[429] ?? 0)],
  ['others', ({ guesses, statuses }) => String(guesses - (statuses[403] ?? 0) - (statuses[429] ?? 0))],
  ['right code p50', ({ owner }) => ms(owner.p50)],
  ['max ms', ({ owner }) => ms(owner.max)],
  ['refused', ({ ownersRefused }) => String(ownersRefused)],
  ['server CPU quiet', ({ cpu }) => percent(cpu.quiet)],
  ['guesses', ({ cpu }) => percent(cpu.guesses)],
]

async function measure({ options, say }: Bench, processes: Processes) {
  const { rates, seconds, warmup, stores, env, guesses } = options
  const rate = Math.min(...rates)
  const count = rate * (warmup + 2 * seconds)
  say(`laidan at ${rate}/s: preparing ${count} unpaid orders and ${OWNERS} pairing codes`)
  const tokens = await prepareDatabase(processes.dir, { stores, devicesPerStore: 1, orders: count })
  const codes = await issueCodes(processes.dir)
  const standing = await startLaidan(processes, { dataDir: processes.dir, tokens, env })
  const { url } = standing
  const payments = askChild<PaymentsCalls>(processes.start(['test/lab/bench/payments-process.ts']), 'payments')
  const strangers = askChild<GuessesCalls>(processes.start(['test/lab/bench/guesses-process.ts']), 'guesses')
  const startAt = machineMs() + BEGIN_IN_MS
  const paying = payments.ask('pay', { url, first: 0, rate, count, startAt })
  const siegeAt = startAt + (warmup + seconds) * 1_000
  const look = () => usageOf(standing.pids())
  await pause(Math.max(0, startAt + warmup * 1_000 - machineMs()))
  const atFirst = look()
  await pause(Math.max(0, siegeAt - BEGIN_IN_MS - machineMs()))
  const before = look()
  say(`now with ${guesses} guesses a second`)
  const answers = await strangers.ask('besiege', { url, guesses, seconds, codes, startAt: siegeAt })
  const after = look()
  const sent = await paying
  await standing.stop()
  const first = rate * warmup
  const taken = answers.owners.filter(({ status }) => status === 201)
  const siege: Guesses = {
    guesses: guesses * seconds,
    statuses: answers.statuses,
    owner: latency(taken.map((owner) => owner.ms)),
    ownersRefused: OWNERS - taken.length,
    cpu: { quiet: cpuShare(atFirst, before), guesses: cpuShare(before, after) },
  }
  return {
    phases: [
      phase('quiet', sent, { rate, startAt, first, end: first + rate * seconds }),
      phase('guesses', sent, { rate, startAt, first: first + rate * seconds, end: count }),
    ],
    siege,
  }
}

/** Pairing codes of the first store, made before the server starts. */
async function issueCodes(dataDir: string): Promise<string[]> {
  const db = await openSqlite({ file: databaseFile(dataDir) })
  try {
    const store = await db.read.get<{ id: string }>('SELECT id FROM stores LIMIT 1')
    const pairing = createPairing(benchContext(db))
    const codes: string[] = []
    for (let i = 0; i < OWNERS; i++) codes.push((await pairing.issue(store?.id ?? '')).code.replaceAll('-', ''))
    return codes
  } finally {
    await db.close()
  }
}
