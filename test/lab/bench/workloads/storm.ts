import { setTimeout as pause } from 'node:timers/promises'
import { machineMs } from '../clock.ts'
import { addressesOf, type Contender } from '../contenders/contender.ts'
import { laidan } from '../contenders/laidan.ts'
import { isOurs, ON_POSTGRES } from '../contenders/laidan-pg.ts'
import { FLOORS } from '../contenders/others.ts'
import { askChild } from '../family.ts'
import { CONTENDER_COLUMN, type Latency, latency } from '../figures.ts'
import { createFleet } from '../fleet.ts'
import type { PaymentsCalls, SentPayments } from '../payments-process.ts'
import { awaitPort } from '../port.ts'
import type { ProbeCalls } from '../server-probe.ts'
import { createProcesses } from '../start-processes.ts'
import { millis, plain, table } from '../table.ts'
import { requireFiles } from './connections.ts'
import type { Bench, Workload } from './workload.ts'

const PROCESSES = 2
const RATE = 200
/** A provider tries again: sooner than any real one, later than what would be a flood of its own. */
const RETRY_MS = 500
/** Payments must still be coming when the last device is back. */
const LEAST_SECONDS = 15
const BEGIN_IN_MS = 500
const PATIENCE_MS = 10_000

interface Storm {
  contender: string
  /** Those that came back. */
  devices: number
  /** kill -9 → the port is open again. `NaN` where another node was there all the time. */
  downMs: number
  /** The port is open again, or with another node kill -9 → a device is in sync. */
  inSync: Latency
  /** Payments that were due between those two moments: due → answered, due → at the device. */
  answer: Latency
  path: Latency
  /** Connections that failed on the way. */
  failed: number
  lost: number
  doubles: number
  gaps: number
}

/**
 * W3: kill -9 under payments and connected devices, restart, and everybody comes back in the same instant. Of several nodes
 * one is killed for good, and its devices come to the others.
 */
export const storm: Workload = {
  title: 'W3 storm',
  async run(bench) {
    requireFiles(bench.options.storm)
    const results: Storm[] = []
    for (const contender of bench.choose([laidan, ...ON_POSTGRES, ...FLOORS]))
      results.push(await measure(bench, contender))
    return {
      figures: results,
      tables: [
        table(
          [
            CONTENDER_COLUMN,
            ['devices', (r) => String(r.devices)],
            ['down ms', (r) => millis(r.downMs)],
            ['in sync p50', (r) => millis(r.inSync.p50)],
            ['p99', (r) => millis(r.inSync.p99)],
            ['all ms', (r) => millis(r.inSync.max)],
            ['answer p99', (r) => millis(r.answer.p99)],
            ['path p99 ms', (r) => millis(r.path.p99)],
            ['failed', (r) => plain(r.failed)],
            ['lost', (r) => plain(r.lost)],
            ['doubles', (r) => plain(r.doubles)],
            ['gaps', (r) => plain(r.gaps)],
          ],
          results,
        ),
      ],
      faults: results
        .filter((result) => isOurs(result) && result.lost + result.gaps > 0)
        .map(
          ({ contender, lost, gaps }) =>
            `${contender}: the storm lost ${lost} acknowledged payments and left ${gaps} gaps`,
        ),
    }
  },
}

async function measure({ options, say, profile, watch }: Bench, contender: Contender): Promise<Storm> {
  const { storm: devices, warmup, seconds, announced, dir, env } = options
  const processes = createProcesses(dir)
  try {
    const count = RATE * (warmup + Math.max(seconds, LEAST_SECONDS))
    const shape = { stores: devices, devicesPerStore: 1, orders: count }
    say(`${contender.name}: ${devices} devices, ${RATE} payments/s, kill -9 after ${warmup} s`)
    const standing = await contender.start(processes, {
      ...shape,
      env: { MAX_CONNECTIONS: String(devices + 1), ...env },
    })
    const fleet = createFleet(processes, standing, { ...shape, processes: PROCESSES, firstOrder: 0, announced })
    await fleet.connect()
    const { hostname, port } = new URL(standing.url)
    const payments = askChild<PaymentsCalls>(processes.start(['test/lab/bench/payments-process.ts']), 'payments')
    const startAt = machineMs() + BEGIN_IN_MS
    const schedule = { urls: addressesOf(standing), first: 0, rate: RATE, count, startAt, retryMs: RETRY_MS }
    const paying = payments.ask('pay', schedule)
    await pause(startAt + warmup * 1_000 - machineMs())

    const ours = standing.databasePid === undefined ? [] : [standing.databasePid]
    const storming = async () => {
      const returning = fleet.comeBack(standing.loseNode && standing.url)
      const killedAt = machineMs()
      if (standing.loseNode) {
        await standing.loseNode()
        return { ...(await returning), killedAt, openAt: killedAt }
      }
      await standing.restart()
      const { profile: file } = profile(`w3-${contender.name}`)
      const probe = askChild<ProbeCalls>(standing.child(), contender.name)
      const profiling = file === undefined ? undefined : probe.ask('startProfile', undefined as never)
      const openAt = await awaitPort(hostname, Number(port))
      const returned = await returning
      await profiling
      if (file !== undefined) say(await probe.ask('stopProfile', { file }))
      return { ...returned, killedAt, openAt }
    }
    const { value: back } = await watch(`${contender.name}: the storm`, storming, ours)
    const { syncedAt, failed, killedAt, openAt } = back

    const sent = await paying
    const { receivedAt, doubles, gaps } = await fleet.gather(count, PATIENCE_MS)
    await standing.stop()
    const inSync = latency([...syncedAt].map((at) => at - openAt))
    return {
      contender: contender.name,
      devices: syncedAt.length,
      downMs: standing.loseNode ? Number.NaN : openAt - killedAt,
      inSync,
      ...meanwhile(sent, receivedAt, { startAt, from: openAt, to: openAt + inSync.max }),
      failed,
      lost: sent.status.reduce((n, status, i) => n + (status === 204 && receivedAt[i] === 0 ? 1 : 0), 0),
      doubles,
      gaps,
    }
  } finally {
    await processes.end()
  }
}

function meanwhile(sent: SentPayments, receivedAt: Float64Array, span: { startAt: number; from: number; to: number }) {
  const answer: number[] = []
  const path: number[] = []
  for (const [i, answeredAt] of sent.answeredAt.entries()) {
    const dueAt = span.startAt + (i * 1_000) / RATE
    if (dueAt < span.from || dueAt > span.to) continue
    answer.push(answeredAt - dueAt)
    const frameAt = receivedAt[i] ?? 0
    if (frameAt > 0) path.push(frameAt - dueAt)
  }
  return { answer: latency(answer), path: latency(path) }
}
