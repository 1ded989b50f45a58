import { machineMs } from '../clock.ts'
import type { Contender, Standing } from '../contenders/contender.ts'
import { laidan } from '../contenders/laidan.ts'
import { FLOORS } from '../contenders/others.ts'
import { createDevice } from '../device.ts'
import { askChild } from '../family.ts'
import { CONTENDER_COLUMN, type Latency, latency } from '../figures.ts'
import type { PaymentsCalls } from '../payments-process.ts'
import type { ProbeCalls } from '../server-probe.ts'
import { createProcesses, type Processes } from '../start-processes.ts'
import { millis, plain, table } from '../table.ts'
import type { Bench, Workload } from './workload.ts'

/** Fast enough that no reminder is repeated (after 30 s) before all is measured: that would make the backlog longer. */
const RATE = 500
const TIMES = 10

interface CatchUp {
  contender: string
  events: number
  /** Connecting with a cursor from before → in sync, every event sent one by one. */
  resumed: Latency
  /** Connecting with no cursor → in sync, everything open in a snapshot; only where there is one. */
  snapshot?: Latency
  /** Times at which not exactly the missed events came. */
  wrong: number
}

/** W5: a device that was away for as many events as may be caught up one by one. */
export const catchUp: Workload = {
  title: 'W5 catch-up',
  async run(bench) {
    const results: CatchUp[] = []
    for (const contender of bench.choose([laidan, ...FLOORS])) results.push(await measure(bench, contender))
    return {
      figures: results,
      tables: [
        table(
          [
            CONTENDER_COLUMN,
            ['events', (r) => String(r.events)],
            ['resumed p50', (r) => millis(r.resumed.p50)],
            ['max ms', (r) => millis(r.resumed.max)],
            ['snapshot p50', (r) => millis(r.snapshot?.p50 ?? Number.NaN)],
            ['max ms', (r) => millis(r.snapshot?.max ?? Number.NaN)],
            ['wrong', (r) => plain(r.wrong)],
          ],
          results,
        ),
      ],
      faults: results
        .filter(({ wrong }) => wrong > 0)
        .map((r) => `${r.contender}: ${r.wrong} catch-ups were not whole`),
    }
  },
}

async function measure({ options, say, profile, watch }: Bench, contender: Contender): Promise<CatchUp> {
  const { events, dir, env } = options
  const processes = createProcesses(dir)
  try {
    const ours = contender.name === laidan.name
    say(`${contender.name}: a device misses ${events} events, ${TIMES} times`)
    const standing = await contender.start(processes, {
      ...{ stores: 1, devicesPerStore: 1, orders: events },
      env: ours ? env : { BACKLOG: String(events) },
    })
    const cursor = ours ? await missEverything(processes, standing, events) : 'floor.0.-'
    const { profile: file } = profile(`w5-${contender.name}`)
    const probe = askChild<ProbeCalls>(standing.child(), contender.name)
    if (file !== undefined) await probe.ask('startProfile', undefined as never)
    const watched = <T>(measured: () => Promise<T>) => watch(`${contender.name}: catching up`, measured)
    const { value: resumed } = await watched(() => comeBack(standing, events, cursor))
    if (file !== undefined) say(await probe.ask('stopProfile', { file }))
    const snapshot = ours ? (await watched(() => comeBack(standing, events))).value : undefined
    await standing.stop()
    return {
      contender: contender.name,
      events,
      resumed: resumed.took,
      ...(snapshot && { snapshot: snapshot.took }),
      wrong: resumed.wrong + (snapshot?.wrong ?? 0),
    }
  } finally {
    await processes.end()
  }
}

/** Connects once, leaves, and lets the orders be paid; resolves to the cursor from before. */
async function missEverything(processes: Processes, { url, tokens }: Standing, events: number): Promise<string> {
  const device = createDevice({ url, token: tokens[0] ?? '' }, { reminder() {}, closed() {} })
  await device.connect()
  device.leave()
  const payments = askChild<PaymentsCalls>(processes.start(['test/lab/bench/payments-process.ts']), 'payments')
  await payments.ask('pay', { urls: [url], first: 0, rate: RATE, count: events, startAt: machineMs() })
  return device.cursor() ?? ''
}

async function comeBack({ url, tokens }: Standing, events: number, cursor?: string) {
  const took: number[] = []
  let wrong = 0
  for (let time = 0; time < TIMES; time++) {
    let heard = 0
    const who = { url, token: tokens[0] ?? '', ...(cursor !== undefined && { cursor }) }
    const device = createDevice(who, { reminder: () => heard++, closed() {} })
    const began = machineMs()
    await device.connect()
    took.push(machineMs() - began)
    device.leave()
    if (heard !== events) wrong++
  }
  return { took: latency(took), wrong }
}
