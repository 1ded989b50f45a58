import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { machineMs } from './clock.ts'
import type { DevicesCalls, Received } from './devices-process.ts'
import { measureDiskSync } from './disk-sync.ts'
import { type Asker, askChild, type Usage } from './family.ts'
import { latency, type RateResult } from './figures.ts'
import { createHousehold } from './household.ts'
import type { PaymentsCalls, SentPayments } from './payments-process.ts'
import { countStored, prepareDatabase } from './prepare-database.ts'
import type { ProbeCalls } from './server-probe.ts'

export interface Measurement {
  rate: number
  stores: number
  warmup: number
  seconds: number
  /** Where the database is made; its disk is what is measured. */
  dir: string
  /** Settings for the server, on top of those of the benchmark. */
  env: Record<string, string>
  /** Profiles the server during the measured seconds and writes a `.cpuprofile` here. */
  profile?: string
}

const SECRET = `whsec_${Buffer.from('a secret for measuring and nothing else').toString('base64')}`
const BEGIN_IN_MS = 500
/** A frame that has not come this long after the last one is lost: ten times what a lost wake may cost. */
const PATIENCE_MS = 10_000

/** One rate, from an empty database to the end of all processes. `say` gets a line now and then. */
export async function measureRate(m: Measurement, say: (line: string) => void): Promise<RateResult> {
  const household = createHousehold(m.dir)
  try {
    const count = Math.round(m.rate * (m.warmup + m.seconds))
    say(`${m.rate}/s: preparing ${m.stores} stores and ${count} unpaid orders`)
    const tokens = await prepareDatabase(household.dir, { stores: m.stores, orders: count })

    const server = household.start(['--import', './test/bench/server-probe.ts', 'server/main.ts'], {
      PORT: '0',
      DATA_DIR: household.dir,
      LOG_LEVEL: 'warn',
      LOCAL_KEYS: 'off',
      STANDARD_WEBHOOKS_SECRET: SECRET,
      ...m.env,
    })
    const url = await listening(server)
    const devices = askChild<DevicesCalls>(household.start(['test/bench/devices-process.ts']), 'devices')
    const payments = askChild<PaymentsCalls>(household.start(['test/bench/payments-process.ts']), 'payments')
    await devices.ask('connect', { url, tokens, orders: count })

    const diskSync = measureDiskSync(m.dir)
    const loadBefore = loadavg()[0] ?? Number.NaN
    say(`${m.rate}/s: ${m.warmup} s of warm-up, ${m.seconds} s measured; load before ${loadBefore.toFixed(2)}`)
    const startAt = machineMs() + BEGIN_IN_MS
    const paying = payments.ask('pay', { url, secret: SECRET, rate: m.rate, count, startAt })
    const probe = askChild<ProbeCalls>(server, 'server')
    const window = await measuredWindow(m, startAt, { probe, clients: [devices, payments] }, say)
    const sent = await paying
    const received = await devices.ask('gather', { patienceMs: PATIENCE_MS })

    server.kill('SIGTERM')
    await once(server, 'exit')
    const stored = await countStored(household.dir)
    return {
      ...evaluate(m, startAt, sent, received),
      ...costs(window, sent),
      stored,
      ...missing(sent, stored),
      diskSync,
      loadBefore,
    }
  } finally {
    await household.end()
  }
}

async function listening(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error('the server has no stdout')
  for await (const line of createInterface({ input: server.stdout })) {
    const url = /listens on (\S+)/.exec(line)?.[1]
    if (url !== undefined) {
      server.stdout.resume()
      return url
    }
  }
  throw new Error('the server did not start')
}

interface Window {
  server: [before: Usage, after: Usage]
  clients: [before: Usage, after: Usage][]
  /** Busy time of all cores, ms. */
  machine: [before: number, after: number]
}

/** Looks at every process when the warm-up is over and when the measured seconds are. */
async function measuredWindow(
  { warmup, seconds, profile, rate }: Measurement,
  startAt: number,
  { probe, clients }: { probe: Asker<ProbeCalls>; clients: Pick<Asker<ProbeCalls>, 'usage'>[] },
  say: (line: string) => void,
): Promise<Window> {
  const until = (seconds: number) => pause(Math.max(0, startAt + seconds * 1_000 - machineMs()))
  const look = async () =>
    [machineBusyMs(), await probe.usage(), await Promise.all(clients.map((client) => client.usage()))] as const
  await until(warmup)
  if (profile !== undefined) await probe.ask('startProfile', undefined as never)
  const [machineBefore, serverBefore, clientsBefore] = await look()
  await until(warmup + seconds)
  const [machineAfter, serverAfter, clientsAfter] = await look()
  if (profile !== undefined) {
    const file = join(profile, `server-${rate}.cpuprofile`)
    say(await probe.ask('stopProfile', { file }))
  }
  return {
    server: [serverBefore, serverAfter],
    clients: clientsBefore.map((before, i) => [before, clientsAfter[i] ?? before]),
    machine: [machineBefore, machineAfter],
  }
}

function machineBusyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0)
}

/** Latencies of the payments that were due in the measured seconds, from the moment each was due. */
function evaluate(m: Measurement, startAt: number, sent: SentPayments, { receivedAt, doubles, dropped }: Received) {
  const path: number[] = []
  const answer: number[] = []
  const late: number[] = []
  let lost = 0
  const first = Math.round(m.rate * m.warmup)
  for (let i = first; i < receivedAt.length; i++) {
    const dueAt = startAt + (i * 1_000) / m.rate
    const frameAt = receivedAt[i] ?? 0
    late.push((sent.sentAt[i] ?? 0) - dueAt)
    if (frameAt > 0) path.push(frameAt - dueAt)
    if (sent.status[i] !== 204) continue
    answer.push((sent.answeredAt[i] ?? 0) - dueAt)
    if (frameAt === 0) lost++
  }
  return {
    rate: m.rate,
    seconds: m.seconds,
    sent: receivedAt.length - first,
    answered: answer.length,
    received: path.length,
    lost,
    doubles,
    dropped,
    path: latency(path),
    answer: latency(answer),
    late: latency(late),
  }
}

function costs({ server: [before, after], clients, machine }: Window, sent: SentPayments) {
  const spanMs = after.at - before.at
  const share = ([a, b]: [Usage, Usage]) => (b.cpuMicros - a.cpuMicros) / 1_000 / spanMs
  const answered = sent.answeredAt.reduce((n, at) => n + (at >= before.at && at < after.at ? 1 : 0), 0)
  const serverCpu = share([before, after])
  const clientsCpu = clients.reduce((sum, pair) => sum + share(pair), 0)
  return {
    serverCpu,
    clientsCpu,
    strangersCpu: Math.max(0, (machine[1] - machine[0]) / spanMs - serverCpu - clientsCpu),
    serverMicrosPerPayment: (after.cpuMicros - before.cpuMicros) / answered,
    serverRssMb: after.rssBytes / 2 ** 20,
  }
}

/** I1: what was answered with 204 is in the database. */
function missing(sent: SentPayments, stored: RateResult['stored']) {
  const answered = sent.status.reduce((n, status) => n + (status === 204 ? 1 : 0), 0)
  return { unstored: Math.max(0, answered - Math.min(stored.applied, stored.reminders, stored.entries)) }
}
