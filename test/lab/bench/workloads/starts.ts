import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { buildServer } from '../../../../server/build/build-server.ts'
import { root } from '../../../tooling/source-files.ts'
import { machineMs } from '../clock.ts'
import { type Latency, latency } from '../figures.ts'
import { awaitPort, freePort } from '../port.ts'
import { prepareDatabase } from '../prepare-database.ts'
import { usageOf } from '../process-usage.ts'
import { createProcesses, type Processes } from '../start-processes.ts'
import { formatTable, ms } from '../table.ts'
import type { Workload } from './workload.ts'

interface Start {
  /** Milliseconds from the kill of the one before to the open port, and to readiness. */
  open: number
  ready: number
  /** Milliseconds of processor time until readiness. */
  cpu: number
}

/**
 * The time without a server: kill -9, and a new process of what is shipped, built JavaScript without the probe and the
 * loader of the other workloads. The database holds what the one before has left.
 */
export const starts: Workload = {
  title: 'Starts: from kill -9 to an open port and to readiness',
  async run({ options, say }) {
    const processes = createProcesses(options.dir)
    try {
      await prepareDatabase(processes.dir, { stores: options.stores, devicesPerStore: 1, orders: options.stores })
      const entry = await buildServer(root)
      const port = await freePort()
      const measured: Start[] = []
      let running = await start(processes, entry, port)
      for (let i = 0; i < options.starts; i++) {
        say(`start ${i + 1} of ${options.starts}`)
        const gone = once(running.child, 'exit')
        running.child.kill('SIGKILL')
        await gone
        running = await start(processes, entry, port)
        measured.push(running.took)
      }
      const rows = (['open', 'ready', 'cpu'] as const).map((what): [string, Latency & { min: number }] => {
        const values = measured.map((each) => each[what])
        return [what, { ...latency(values), min: Math.min(...values) }]
      })
      return {
        figures: measured,
        tables: [
          formatTable(
            [
              ['ms', ([what]) => what],
              ['least', ([, { min }]) => ms(min)],
              ['p50', ([, { p50 }]) => ms(p50)],
              ['max', ([, { max }]) => ms(max)],
            ],
            rows,
          ),
        ],
        faults: [],
      }
    } finally {
      await processes.end()
    }
  },
}

async function start(processes: Processes, entry: string, port: number): Promise<{ child: ChildProcess; took: Start }> {
  const began = machineMs()
  const child = processes.run(process.execPath, [entry], {
    ...{ DATA_DIR: processes.dir, PORT: String(port), LOG_LEVEL: 'warn', LOCAL_KEYS: 'off' },
  })
  const [openAt, { readyAt, cpu }] = await Promise.all([awaitPort('127.0.0.1', port), ready(child)])
  return { child, took: { open: openAt - began, ready: readyAt - began, cpu } }
}

/** Waits for the line that the server prints once it is ready. Rejects with an Error when it ends before. */
async function ready(child: ChildProcess): Promise<{ readyAt: number; cpu: number }> {
  if (child.stdout === null) throw new Error('the server has no stdout')
  for await (const line of createInterface({ input: child.stdout })) {
    if (!/listens on/.test(line)) continue
    const readyAt = machineMs()
    const cpu = usageOf([child.pid ?? Number.NaN]).cpuMicros / 1_000
    child.stdout.resume()
    return { readyAt, cpu }
  }
  throw new Error('the server did not start')
}
