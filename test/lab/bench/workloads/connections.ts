import { setTimeout as pause } from 'node:timers/promises'
import type { Contender } from '../contenders/contender.ts'
import { laidan } from '../contenders/laidan.ts'
import { FLOORS } from '../contenders/others.ts'
import { askChild } from '../family.ts'
import { CONTENDER_COLUMN } from '../figures.ts'
import { createFleet } from '../fleet.ts'
import { cpuShare, openFilesLimit, usageOf } from '../process-usage.ts'
import type { ProbeCalls } from '../server-probe.ts'
import { createProcesses } from '../start-processes.ts'
import { millis, plain, share, table } from '../table.ts'
import type { Bench, Workload } from './workload.ts'

const PROCESSES = 4
/** Files of a server that are no sockets. */
const OTHER_FILES = 200
const SETTLE_MS = 2_000

interface Connections {
  contender: string
  devices: number
  connectMs: number
  /** CPU of the server from before the first connection until all were in sync, for each. */
  connectMicrosEach: number
  /** The whole process: before the first connection, and when all were idle. */
  rssBeforeMb: number
  rssAfterMb: number
  rssKbEach: number
  /** What is alive after a garbage collection: what connections hold, without what only passed. */
  liveKbEach: number
  idleCpu: number
  dropped: number
}

/** W2: every device of a store of its own, connected and idle. */
export const connections: Workload = {
  title: 'W2 connections',
  async run(bench) {
    requireFiles(bench.options.idle)
    const results: Connections[] = []
    for (const contender of bench.choose([laidan, ...FLOORS])) results.push(await measure(bench, contender))
    return {
      figures: results,
      tables: [
        table(
          [
            CONTENDER_COLUMN,
            ['devices', (r) => String(r.devices)],
            ['connect ms', (r) => millis(r.connectMs)],
            ['CPU µs each', (r) => plain(r.connectMicrosEach)],
            ['RSS before', (r) => plain(r.rssBeforeMb)],
            ['after MB', (r) => plain(r.rssAfterMb)],
            ['RSS kB each', (r) => plain(r.rssKbEach, 1)],
            ['alive kB each', (r) => plain(r.liveKbEach, 1)],
            ['idle CPU', (r) => share(r.idleCpu)],
            ['dropped', (r) => plain(r.dropped)],
          ],
          results,
        ),
      ],
      faults: results
        .filter(({ contender, dropped }) => contender === laidan.name && dropped > 0)
        .map(({ dropped }) => `${dropped} idle devices lost their connection`),
    }
  },
}

/** Each device is a file of the server. Throws an Error that says what to do. */
export function requireFiles(devices: number): void {
  const limit = openFilesLimit()
  if (limit >= devices + OTHER_FILES) return
  throw new Error(
    `${devices} devices want more open files than the ${limit} of \`ulimit -n\`; raise it, or ask for fewer`,
  )
}

async function measure({ options, say, profile, watch }: Bench, contender: Contender): Promise<Connections> {
  const { idle: devices, seconds, dir, env } = options
  const processes = createProcesses(dir)
  try {
    say(`${contender.name}: ${devices} devices connect, then ${seconds} s of nothing`)
    const shape = { stores: devices, devicesPerStore: 1, orders: 0 }
    const standing = await contender.start(processes, {
      ...shape,
      env: { MAX_CONNECTIONS: String(devices + 1), ...env },
    })
    const probe = askChild<ProbeCalls>(standing.child(), contender.name)
    const fleet = createFleet(processes, standing, { ...shape, processes: PROCESSES, firstOrder: 0 })
    await pause(SETTLE_MS)
    const before = usageOf(standing.pids())
    const { profile: file } = profile(`w2-${contender.name}`)
    if (file !== undefined) await probe.ask('startHeapProfile', undefined as never)
    const { value: connectMs } = await watch(`${contender.name}: connecting`, () => fleet.connect())
    if (file !== undefined)
      say(await probe.ask('stopHeapProfile', { file: file.replace('.cpuprofile', '.heapprofile'), among: devices }))
    await pause(SETTLE_MS)
    const settled = usageOf(standing.pids())
    await watch(`${contender.name}: idle devices`, () => pause(seconds * 1_000))
    const after = usageOf(standing.pids())
    const live = await probe.ask('liveBytes', undefined as never)
    const { dropped } = await fleet.gather(0, 0)
    await fleet.leave()
    await pause(SETTLE_MS)
    const empty = await probe.ask('liveBytes', undefined as never)
    await standing.stop()
    return {
      contender: contender.name,
      devices,
      connectMs,
      connectMicrosEach: (settled.cpuMicros - before.cpuMicros) / devices,
      rssBeforeMb: before.rssBytes / 2 ** 20,
      rssAfterMb: after.rssBytes / 2 ** 20,
      rssKbEach: (after.rssBytes - before.rssBytes) / 1_024 / devices,
      liveKbEach: (live - empty) / 1_024 / devices,
      idleCpu: cpuShare(settled, after),
      dropped,
    }
  } finally {
    await processes.end()
  }
}
