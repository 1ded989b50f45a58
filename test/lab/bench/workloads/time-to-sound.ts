import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createOrderingSystem } from '../../../../demo/ordering-system.ts'
import { terminalMessages } from '../../../../desktop/hosts/terminal/messages.ts'
import { readLocalKeys } from '../../../../server/cli/local-keys.ts'
import { machineMs } from '../clock.ts'
import { startNodeServer } from '../contenders/node-server.ts'
import { type Latency, latency } from '../figures.ts'
import { openSoundSink } from '../sound-sink.ts'
import { createHousehold, type Household } from '../start-processes.ts'
import { formatTable, ms } from '../table.ts'
import type { Bench, Outcome, Workload } from './workload.ts'

const TIMES = 10
const BEL = 0x07
/** An announcement is over when nothing has sounded for this long. */
const QUIET_MS = 700
const GIVE_UP_MS = 15_000
const LOOK_AGAIN_MS = 5

interface Heard {
  what: string
  times: number
  latency: Latency
}

/**
 * From the 200 of a payment until a shop hears it, with the real terminal client on a terminal of its own. Its chime is
 * the terminal's bell; its voice is espeak-ng, whose samples go into a pipe that takes them at once, as a sound device
 * with room in its buffer would.
 */
export const ear: Workload = {
  title: 'Ear',
  async run(bench) {
    const espeak = found('espeak-ng')
    const script = found('script')
    if (espeak === undefined || script === undefined) {
      bench.say('skipped: the ear needs espeak-ng, and script of util-linux for a terminal')
      return { figures: 'skipped: espeak-ng or script is not installed', tables: [], faults: [] }
    }
    return await listen(bench, espeak)
  },
}

function found(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(':')
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path))
}

async function listen({ options, say }: Bench, espeak: string): Promise<Outcome> {
  const household = createHousehold(options.dir)
  try {
    const sink = openSoundSink(join(household.dir, 'samples'))
    const dataDir = join(household.dir, 'data')
    const server = await startNodeServer(household, 'server/main.ts', {
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      ...options.env,
    })
    const keys = await readLocalKeys(dataDir)
    if (keys === undefined) throw new Error('the server left no local keys')
    const bell = startTerminal(household, { dataDir, espeak, samples: sink.path })
    await until(() => bell.online(), 'the terminal client did not connect')
    const quiet = () =>
      until(() => machineMs() - Math.max(sink.lastAt(), bell.lastAt()) > QUIET_MS, 'it is never quiet')
    await quiet()
    const chimes: number[] = []
    const words: number[] = []
    const system = createOrderingSystem(keys)
    for (let i = 0; i < TIMES; i++) {
      const order = await system.place({
        storeId: keys.storeId,
        items: [{ name: '宫保鸡丁', quantity: 2 }],
        amountMinor: 5_600,
      })
      const [chimesBefore, soundBefore] = [bell.chimes(), sink.begun()]
      await system.pay(order, `ear-${i}`)
      const answeredAt = machineMs()
      await until(() => bell.chimes() > chimesBefore && sink.begun() > soundBefore, `payment ${i} was not heard`)
      chimes.push(bell.chimedAt() - answeredAt)
      words.push(sink.begunAt() - answeredAt)
      say(`chime after ${ms(chimes.at(-1) ?? 0)} ms, words after ${ms(words.at(-1) ?? 0)} ms`)
      await quiet()
      await confirm(server.url, dataDir, order.id)
      await quiet()
    }
    sink.close()
    await server.stop()
    return outcome([
      { what: '200 → chime', times: TIMES, latency: latency(chimes) },
      { what: '200 → first sample of the words', times: TIMES, latency: latency(words) },
    ])
  } finally {
    await household.end()
  }
}

function outcome(figures: Heard[]): Outcome {
  return {
    figures,
    tables: [
      formatTable(
        [
          ['', (r) => r.what],
          ['times', (r) => String(r.times)],
          ['p50 ms', (r) => ms(r.latency.p50)],
          ['max ms', (r) => ms(r.latency.max)],
        ],
        figures,
      ),
    ],
    faults: [],
  }
}

async function until(done: () => boolean, otherwise: string): Promise<void> {
  const began = machineMs()
  while (!done()) {
    if (machineMs() - began > GIVE_UP_MS) throw new Error(otherwise)
    await pause(LOOK_AGAIN_MS)
  }
}

/** The terminal client on a pseudo-terminal, with an espeak-ng that writes where we read. */
function startTerminal(
  household: Household,
  { dataDir, espeak, samples }: { dataDir: string; espeak: string; samples: string },
) {
  const programs = join(household.dir, 'programs')
  mkdirSync(programs)
  writeFileSync(join(programs, 'espeak-ng'), `#!/bin/sh\nexec '${espeak}' --stdout "$@" > '${samples}'\n`, {
    mode: 0o755,
  })
  const node = `'${process.execPath}' --import tsx desktop/hosts/terminal/main.ts`
  const PATH = `${programs}:${process.env['PATH']}`
  const child = household.run('script', ['--quiet', '--command', node, '/dev/null'], { DATA_DIR: dataDir, PATH })
  let chimes = 0
  let chimedAt = Number.NaN
  let lastAt = machineMs()
  let printed = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    lastAt = machineMs()
    printed += chunk.toString('utf8')
    if (!chunk.includes(BEL)) return
    chimes++
    chimedAt = lastAt
  })
  const { connected } = terminalMessages('zh-CN').link
  return {
    chimes: () => chimes,
    chimedAt: () => chimedAt,
    lastAt: () => lastAt,
    online: () => printed.includes(connected),
  }
}

/** Answers the order as this device, so that it is not announced again while the next one is measured. */
async function confirm(url: string, dataDir: string, orderId: number): Promise<void> {
  const { token } = JSON.parse(readFileSync(join(dataDir, 'terminal', 'pairing.json'), 'utf8')) as { token: string }
  const response = await fetch(new URL(`/v1/orders/${orderId}/confirm`, url), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': `ear-${orderId}`,
    },
    body: '{}',
  })
  if (!response.ok) throw new Error(`the order could not be confirmed: ${await response.text()}`)
}
