import { setTimeout as pause } from 'node:timers/promises'
import { openSqlite } from '../../../../server/db/sqlite/open-sqlite.ts'
import { createPairing } from '../../../../server/devices/pairing.ts'
import { benchContext } from '../bench-context.ts'
import { machineMs } from '../clock.ts'
import { startLaidan } from '../contenders/laidan.ts'
import { startNodeServer } from '../contenders/node-server.ts'
import { askChild } from '../family.ts'
import { type Latency, latency } from '../figures.ts'
import type { GuessesCalls, Siege, SiegeAnswers } from '../guesses-process.ts'
import type { PaymentsCalls } from '../payments-process.ts'
import { databaseFile, prepareDatabase } from '../prepare-database.ts'
import { cpuShare, machineBusyMs, type Usage, usageOf } from '../process-usage.ts'
import type { ProbeCalls } from '../server-probe.ts'
import type { Processes } from '../start-processes.ts'
import { answersOf, type Phase, phase } from './phase.ts'
import type { Bench } from './workload.ts'

/**
 * What goes on beside the payments. `elsewhere`: the requests of `guesses`, to a process that answers them with nothing,
 * so that they cost the machine and not our server. `healthz`: as many requests for a path of our server that does
 * nothing. `owners`: guesses again, and owners who type their right codes among them, each of which costs a slow hash.
 */
export const PHASES = ['quiet', 'elsewhere', 'healthz', 'guesses', 'owners'] as const
type What = (typeof PHASES)[number]

const BEGIN_IN_MS = 500
/** Connections are made in the second before a phase's measured ones, and closed in the second after them. */
const LEAD_SECONDS = 1
const REST_SECONDS = 1
/** Owners who type their right code while strangers guess, in each round. */
const OWNERS = 10

export interface Besieged extends Phase<What> {
  round: number
  /** Shares of one core; `others`: whatever else ran on the machine, the devices' and the measuring process too. */
  cpu: Record<Watchable | 'others', number>
  /** The longest time for which the server's JavaScript thread was busy with one thing. */
  stallMs: number
  requests: number
  statuses: SiegeAnswers['statuses']
  /**
   * CPU time of the server for a request, beyond what it took in the quiet seconds of the round; of `elsewhere`, that of
   * the other server. NaN: quiet.
   */
  serverMicros: number
  /** How long the right codes took; NaN when none was taken. */
  owner: Latency
  ownersRefused: number
}

/** The payments of all rounds together, by what went on beside them. */
export type Together = Record<What, Latency>

/** Pays at the lowest rate all the time, and goes through all phases `--rounds` times. */
export async function besiegePayments(
  bench: Bench,
  processes: Processes,
): Promise<{ besieged: Besieged[]; together: Together }> {
  const { rates, seconds, warmup, stores, env, guesses, rounds, connections } = bench.options
  const rate = Math.min(...rates)
  const slot = LEAD_SECONDS + seconds + REST_SECONDS
  const count = rate * (warmup + rounds * PHASES.length * slot)
  bench.say(`laidan at ${rate}/s: preparing ${count} unpaid orders and ${rounds * OWNERS} pairing codes`)
  const tokens = await prepareDatabase(processes.dir, { stores, devicesPerStore: 1, orders: count })
  const codes = await issueCodes(processes.dir, rounds * OWNERS)
  const standing = await startLaidan(processes, { dataDir: processes.dir, tokens, env })
  const elsewhere = await startNodeServer(processes, 'test/lab/bench/answering-process.ts', {})
  const sender = processes.start(['test/lab/bench/payments-process.ts'])
  const generator = processes.start(['test/lab/bench/guesses-process.ts'])
  const strangers = askChild<GuessesCalls>(generator, 'guesses')
  const probe = askChild<ProbeCalls>(standing.child(), 'laidan')
  const startAt = machineMs() + BEGIN_IN_MS
  const paying = askChild<PaymentsCalls>(sender, 'payments').ask('pay', {
    ...{ urls: [standing.url], first: 0, rate, count, startAt },
  })

  const seen: (Omit<Besieged, keyof Phase<What>> & { what: What; from: number })[] = []
  for (let number = 0; number < rounds * PHASES.length; number++) {
    const what = PHASES[number % PHASES.length] as What
    const round = Math.floor(number / PHASES.length)
    const from = warmup + number * slot + LEAD_SECONDS
    bench.say(`round ${round + 1} of ${rounds}: ${what}`)
    const owners = what === 'owners' ? codes.splice(0, OWNERS) : []
    const siege: Siege = {
      url: what === 'elsewhere' ? elsewhere.url : standing.url,
      request: what === 'healthz' ? 'healthz' : 'guess',
      perSecond: guesses,
      seconds: LEAD_SECONDS + seconds,
      ...{ connections, number, codes: owners },
      startAt: startAt + (from - LEAD_SECONDS) * 1_000,
    }
    const besieging = what === 'quiet' ? { statuses: {}, owners: [] } : strangers.ask('besiege', siege)
    const watched = await watch(bench, {
      ...{ probe, name: `w8-${what}-${round + 1}`, fromMs: startAt + from * 1_000, seconds },
      pids: {
        ...{ server: standing.pids(), elsewhere: [elsewhere.pid()] },
        ...{ strangers: [generator.pid ?? 0], payments: [sender.pid ?? 0] },
      },
    })
    const answers = await besieging
    const taken = answers.owners.filter(({ status }) => status === 201)
    const before = seen.findLast((each) => each.what === 'quiet')?.cpu.server ?? 0
    const asked = what === 'elsewhere' ? watched.cpu.elsewhere : watched.cpu.server - before
    seen.push({
      ...{ what, round, from, ...watched },
      requests: what === 'quiet' ? 0 : guesses * seconds,
      statuses: answers.statuses,
      serverMicros: what === 'quiet' ? Number.NaN : (asked * 1e6) / guesses,
      owner: latency(taken.map((owner) => owner.ms)),
      ownersRefused: owners.length - taken.length,
    })
  }
  const sent = await paying
  await standing.stop()
  const part = (from: number) => ({ rate, startAt, first: rate * from, end: rate * (from + seconds) })
  const all = PHASES.map((what) => {
    const answers = seen.flatMap((each) => (each.what === what ? answersOf(sent, part(each.from)) : []))
    return [what, latency(answers)]
  })
  return {
    besieged: seen.map(({ from, ...each }) => ({ ...each, ...phase(each.what, sent, part(from)) })),
    together: Object.fromEntries(all) as Together,
  }
}

const WATCHABLE = ['server', 'elsewhere', 'strangers', 'payments'] as const
type Watchable = (typeof WATCHABLE)[number]

interface Watched {
  probe: { ask: ReturnType<typeof askChild<ProbeCalls>>['ask'] }
  name: string
  fromMs: number
  seconds: number
  pids: Record<Watchable, number[]>
}

/** Looks at every process when a phase's measured seconds begin and when they end. */
async function watch({ profile, say }: Bench, { probe, name, fromMs, seconds, pids }: Watched) {
  const until = (at: number) => pause(Math.max(0, at - machineMs()))
  const look = () => WATCHABLE.map((who) => usageOf(pids[who]))
  const { profile: file } = profile(name)
  await until(fromMs)
  if (file !== undefined) await probe.ask('startProfile', undefined as never)
  await probe.ask('watchLoop', undefined as never)
  const before = { busyMs: machineBusyMs(), at: machineMs(), usages: look() }
  await until(fromMs + seconds * 1_000)
  const after = { busyMs: machineBusyMs(), at: machineMs(), usages: look() }
  const stallMs = await probe.ask('longestStall', undefined as never)
  if (file !== undefined) say(await probe.ask('stopProfile', { file }))
  const shares = after.usages.map((usage, i) => cpuShare(before.usages[i] as Usage, usage))
  const ours = shares.reduce((sum, share) => sum + share, 0)
  const others = Math.max(0, (after.busyMs - before.busyMs) / (after.at - before.at) - ours)
  const cpu = Object.fromEntries(WATCHABLE.map((who, i) => [who, shares[i] ?? Number.NaN])) as Record<Watchable, number>
  return { cpu: { ...cpu, others }, stallMs }
}

/** Pairing codes of the first store, made before the server starts; good for ten minutes. */
async function issueCodes(dataDir: string, count: number): Promise<string[]> {
  const db = await openSqlite({ file: databaseFile(dataDir) })
  try {
    const store = await db.read.get<{ id: string }>('SELECT id FROM stores LIMIT 1')
    const pairing = createPairing(benchContext(db))
    const codes: string[] = []
    for (let i = 0; i < count; i++) codes.push((await pairing.issue(store?.id ?? '')).code.replaceAll('-', ''))
    return codes
  } finally {
    await db.close()
  }
}
