import { loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { machineMs } from './clock.ts'
import { addressesOf, type Contender, type Standing } from './contenders/contender.ts'
import type { Received } from './devices-process.ts'
import { measureDiskSync } from './disk-sync.ts'
import { askChild } from './family.ts'
import { latency, type RateResult } from './figures.ts'
import { createFleet } from './fleet.ts'
import type { PaymentsCalls, SentPayments } from './payments-process.ts'
import { cpuShare, familyUsageOf, type Usage, usageOf } from './process-usage.ts'
import type { ProbeCalls } from './server-probe.ts'
import { createProcesses, type Processes } from './start-processes.ts'
import type { Watch } from './strangers.ts'

export interface Measurement {
  rate: number
  stores: number
  devicesPerStore: number
  warmup: number
  seconds: number
  /** Where the database is made; its disk is what is measured. */
  dir: string
  /** Settings for the server, on top of those of the benchmark. */
  env: Record<string, string>
  /** Devices report how each announcement went. */
  announced?: boolean
  /** Profiles the server during the measured seconds and writes this `.cpuprofile`. */
  profile?: string
}

/** Of the benchmark, what a measurement needs. */
export interface Around {
  say(line: string): void
  watch: Watch
}

const BEGIN_IN_MS = 500
/** A frame that has not come this long after the last one is lost: ten times what a lost wake may cost. */
const PATIENCE_MS = 10_000

/** One rate, from an empty database to the end of all processes. */
export async function measureRate(m: Measurement, contender: Contender, around: Around): Promise<RateResult> {
  const processes = createProcesses(m.dir)
  try {
    const orders = ordersOf(m)
    around.say(`${contender.name} at ${m.rate}/s: preparing ${m.stores} stores and ${orders} unpaid orders`)
    const standing = await contender.start(processes, { ...m, orders })
    return await measureStanding(m, { contender, standing, processes, firstOrder: 0 }, around)
  } finally {
    await processes.end()
  }
}

/** How many unpaid orders a measurement needs. */
export function ordersOf({ rate, warmup, seconds }: Pick<Measurement, 'rate' | 'warmup' | 'seconds'>): number {
  return Math.round(rate * (warmup + seconds))
}

/** The same with a server that stands already; it is stopped in the end. */
export async function measureStanding(
  m: Measurement,
  on: { contender: Contender; standing: Standing; processes: Processes; firstOrder: number },
  around: Around,
): Promise<RateResult> {
  const { contender, standing, processes, firstOrder } = on
  const count = ordersOf(m)
  const fleet = createFleet(processes, standing, { ...m, processes: 1, firstOrder, orders: count })
  const sender = processes.start(['test/lab/bench/payments-process.ts'])
  const payments = askChild<PaymentsCalls>(sender, 'payments')
  await fleet.connect()

  const diskSync = measureDiskSync(m.dir)
  const loadBefore = loadavg()[0] ?? Number.NaN
  around.say(`${m.warmup} s of warm-up, ${m.seconds} s measured; load before ${loadBefore.toFixed(2)}`)
  const startAt = machineMs() + BEGIN_IN_MS
  const paying = payments.ask('pay', { urls: addressesOf(standing), first: firstOrder, rate: m.rate, count, startAt })
  const clients = [...fleet.pids, sender.pid ?? Number.NaN]
  const window = await measuredWindow(m, { contender, standing, clients, startAt }, around)
  const sent = await paying
  const answered = sent.status.reduce((n, status) => n + (status === 204 ? 1 : 0), 0)
  const received = await fleet.gather(answered * m.devicesPerStore, PATIENCE_MS)
  await standing.stop()
  const stored = await standing.stored?.()
  return {
    contender: contender.name,
    ...evaluate(m, startAt, sent, received),
    foreign: contender.broadcasts ? 0 : received.foreign,
    ...costs(window, sent),
    ...(stored !== undefined && {
      stored,
      unstored: Math.max(0, answered - Math.min(stored.applied, stored.reminders, stored.entries)),
    }),
    diskSync,
    loadBefore,
  }
}

interface Window {
  server: [before: Usage, after: Usage]
  clients: [before: Usage, after: Usage]
  database?: [before: Usage, after: Usage]
  strangers: number
  longestStallMs: number
}

/** Looks at every process when the warm-up is over and when the measured seconds are. */
async function measuredWindow(
  { rate, warmup, seconds, profile }: Measurement,
  {
    contender,
    standing,
    clients,
    startAt,
  }: { contender: Contender; standing: Standing; clients: number[]; startAt: number },
  { say, watch }: Around,
): Promise<Window> {
  const until = (after: number) => pause(Math.max(0, startAt + after * 1_000 - machineMs()))
  const { databasePid } = standing
  const databaseUsage = () => (databasePid === undefined ? undefined : familyUsageOf(databasePid))
  const look = () => [usageOf(standing.pids()), usageOf(clients), databaseUsage()] as const
  const probe = askChild<ProbeCalls>(standing.child(), contender.name)
  await until(warmup)
  if (profile !== undefined) await probe.ask('startProfile', undefined as never)
  await probe.ask('watchLoop', undefined as never)
  const before = look()
  const ours = databasePid === undefined ? [] : [databasePid]
  const { strangers } = await watch(`${contender.name} at ${rate}/s`, () => until(warmup + seconds), ours)
  const after = look()
  const longestStallMs = await probe.ask('longestStall', undefined as never)
  if (profile !== undefined) {
    say(await probe.ask('stopProfile', { file: profile }))
  }
  return {
    server: [before[0], after[0]],
    clients: [before[1], after[1]],
    ...(before[2] !== undefined && after[2] !== undefined && { database: [before[2], after[2]] }),
    strangers,
    longestStallMs,
  }
}

/** Latencies of the payments that were due in the measured seconds, from the moment each was due. */
function evaluate(
  m: Measurement,
  startAt: number,
  sent: SentPayments,
  { receivedAt, doubles, dropped, gaps }: Received,
) {
  const path: number[] = []
  const answer: number[] = []
  const late: number[] = []
  let lost = 0
  const first = Math.round(m.rate * m.warmup)
  for (let i = first; i < sent.status.length; i++) {
    const dueAt = startAt + (i * 1_000) / m.rate
    const frames = receivedAt.subarray(i * m.devicesPerStore, (i + 1) * m.devicesPerStore)
    late.push((sent.sentAt[i] ?? 0) - dueAt)
    for (const frameAt of frames) if (frameAt > 0) path.push(frameAt - dueAt)
    if (sent.status[i] !== 204) continue
    answer.push((sent.answeredAt[i] ?? 0) - dueAt)
    for (const frameAt of frames) if (frameAt === 0) lost++
  }
  return {
    rate: m.rate,
    seconds: m.seconds,
    devicesPerStore: m.devicesPerStore,
    sent: sent.status.length - first,
    answered: answer.length,
    received: path.length,
    lost,
    doubles,
    dropped,
    gaps,
    path: latency(path),
    answer: latency(answer),
    late: latency(late),
  }
}

function costs({ server: [before, after], clients, database, strangers, longestStallMs }: Window, sent: SentPayments) {
  const answered = sent.answeredAt.reduce((n, at) => n + (at >= before.at && at < after.at ? 1 : 0), 0)
  return {
    serverCpu: cpuShare(before, after),
    clientsCpu: cpuShare(...clients),
    strangers,
    serverMicrosPerPayment: (after.cpuMicros - before.cpuMicros) / answered,
    serverRssMb: after.rssBytes / 2 ** 20,
    ...(database !== undefined && {
      databaseCpu: cpuShare(...database),
      databaseMicrosPerPayment: (database[1].cpuMicros - database[0].cpuMicros) / answered,
    }),
    longestStallMs,
  }
}
