import { setTimeout as pause } from 'node:timers/promises'
import { machineMs } from '../clock.ts'
import { addressesOf } from '../contenders/contender.ts'
import { laidanPg2 } from '../contenders/laidan-pg.ts'
import { askChild } from '../family.ts'
import { type Latency, latency } from '../figures.ts'
import { findUnarrived, type Unarrived } from '../find-unarrived.ts'
import { createFleet } from '../fleet.ts'
import type { PaymentsCalls } from '../payments-process.ts'
import type { Roamed } from '../roaming.ts'
import { createProcesses } from '../start-processes.ts'
import { type Column, millis, plain, table } from '../table.ts'
import type { Bench, Workload } from './workload.ts'

const RATE = 300
const ROUND_SECONDS = 60
const RETRY_MS = 500
const BEGIN_IN_MS = 500
/** Nothing has come for so long: what has not come is missing. */
const PATIENCE_MS = 30_000

interface Round {
  round: number
  paid: number
  answered: number
  /** Callbacks sent again, because a node did not answer or answered with 5xx. */
  again: number
  path: Latency
  /** Kills of a node. */
  killed: number
  roamed: Roamed
  /** First announcements that came to a device more than once. */
  resent: number
  gaps: number
  unarrived: Unarrived[]
}

/**
 * An experiment, not a measurement: whether a payment that was acknowledged by one of two nodes may fail to reach its
 * device, while devices come and go. Rounds of a minute, each with new nodes on a new database, because a shop whose orders
 * nobody answers is told of each again after half a minute.
 */
export const nodes: Workload = {
  title: 'Two nodes, devices that come and go',
  async run(bench) {
    const missing = laidanPg2.missing()
    if (missing !== undefined) return { figures: [], tables: [`absent: ${missing}`], faults: [] }
    const rounds: Round[] = []
    const count = Math.ceil(bench.options.minutes)
    for (let round = 1; round <= count; round++) rounds.push(await runRound(bench, round, count))
    const unarrived = rounds.flatMap((round) => round.unarrived.map((one) => ({ round: round.round, ...one })))
    const acknowledged = rounds.reduce((sum, { answered }) => sum + answered, 0)
    return {
      figures: { rounds, unarrived },
      tables: [
        table(COLUMNS, rounds),
        ...(unarrived.length > 0 ? [table(UNARRIVED_COLUMNS, unarrived, 'Acknowledged, and never arrived')] : []),
        `${acknowledged} payments acknowledged, ${unarrived.length} of them never arrived`,
      ],
      faults: rounds.flatMap(({ round, ...r }) => [
        ...(r.unarrived.length > 0
          ? [`round ${round}: ${r.unarrived.length} acknowledged payments never arrived`]
          : []),
        ...(r.gaps > 0 ? [`round ${round}: ${r.gaps} times a device's sequence was not dense`] : []),
        ...(r.answered < r.paid ? [`round ${round}: ${r.paid - r.answered} payments were refused`] : []),
      ]),
    }
  },
}

const COLUMNS: Column<Round>[] = [
  ['round', (r) => String(r.round)],
  ['paid', (r) => plain(r.paid)],
  ['204', (r) => plain(r.answered)],
  ['sent again', (r) => plain(r.again)],
  ['unarrived', (r) => plain(r.unarrived.length)],
  ['path p50', (r) => millis(r.path.p50)],
  ['p99', (r) => millis(r.path.p99)],
  ['max ms', (r) => millis(r.path.max)],
  ['kills', (r) => plain(r.killed)],
  ['left', (r) => plain(r.roamed.left)],
  ['dropped', (r) => listed(r.roamed.dropped)],
  ['at the end', (r) => listed(r.roamed.droppedAfter)],
  ['failed', (r) => plain(r.roamed.failed)],
  ['resumed', (r) => plain(r.roamed.resumed)],
  ['reset', (r) => listed(r.roamed.resets)],
  ['resent', (r) => plain(r.resent)],
  ['gaps', (r) => plain(r.gaps)],
]

const UNARRIVED_COLUMNS: Column<Unarrived & { round: number }>[] = [
  ['round', (r) => String(r.round)],
  ['order', (r) => String(r.order)],
  ['where', (r) => r.where],
  ['its seq', (r) => String(r.seq)],
  ['of the device', (r) => String(r.device)],
  ['head', (r) => String(r.head)],
]

function listed(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([name, times]) => `${name}: ${times}`)
  return parts.length === 0 ? '0' : parts.join(', ')
}

async function runRound({ options, say, watch }: Bench, round: number, of: number): Promise<Round> {
  const { stores, roam, dir, env } = options
  const processes = createProcesses(dir)
  try {
    const orders = Math.round(RATE * ROUND_SECONDS * Math.min(1, options.minutes))
    say(`${laidanPg2.name}: round ${round} of ${of}, ${orders} payments at ${RATE}/s`)
    const shape = { stores, devicesPerStore: 1, orders }
    const standing = await laidanPg2.start(processes, { ...shape, env })
    const fleet = createFleet(processes, standing, { ...shape, processes: 1, firstOrder: 0, roamMs: roam * 1_000 })
    await fleet.connect()
    const payments = askChild<PaymentsCalls>(processes.start(['test/lab/bench/payments-process.ts']), 'payments')
    const startAt = machineMs() + BEGIN_IN_MS
    const schedule = { urls: addressesOf(standing), first: 0, rate: RATE, count: orders, startAt, retryMs: RETRY_MS }
    const ours = standing.databasePid === undefined ? [] : [standing.databasePid]
    const paying = payments.ask('pay', schedule)
    const killing = killEvery(standing.restart, options['lose-every'] * 1_000, paying)
    const { value: sent } = await watch(`round ${round}`, () => paying, ours)
    const killed = await killing
    await fleet.settle()
    const received = await fleet.gather(orders, PATIENCE_MS)
    const { roamed, positions } = await fleet.settle()
    const answered = [...sent.status.keys()].filter((i) => sent.status[i] === 204)
    const missing = answered.filter((i) => received.receivedAt[i] === 0)
    const { databaseUrl = '' } = standing
    const unarrived = await findUnarrived(databaseUrl, missing, (order) => positions[order % stores] ?? 0)
    await standing.stop()
    const path = answered.flatMap((i) => {
      const at = received.receivedAt[i] ?? 0
      return at === 0 ? [] : [at - startAt - (i * 1_000) / RATE]
    })
    return {
      ...{ round, paid: orders, answered: answered.length, again: sent.again, path: latency(path), killed },
      ...{ roamed, resent: received.doubles, gaps: received.gaps, unarrived },
    }
  } finally {
    await processes.end()
  }
}

/** Kills a node every so often and starts it again, until `until` resolves; resolves to how many times. */
async function killEvery(restart: () => Promise<void>, everyMs: number, until: Promise<unknown>): Promise<number> {
  let over = false
  const end = until.finally(() => {
    over = true
  })
  for (let killed = 0; ; killed++) {
    await Promise.race([end, pause(everyMs === 0 ? 2 ** 31 - 1 : everyMs, undefined, { ref: false })])
    if (over) return killed
    await restart()
  }
}
