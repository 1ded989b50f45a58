import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createOrderingSystem } from '../../../../demo/ordering-system.ts'
import { statementWords } from '../../../../desktop/core/statements/say.ts'
import { buildServer } from '../../../../server/build/build-server.ts'
import { readLocalKeys } from '../../../../server/cli/local-keys.ts'
import { root } from '../../../../test/tooling/source-files.ts'
import { until } from '../../../support/until.ts'
import { machineMs } from '../clock.ts'
import { startNodeServer } from '../contenders/node-server.ts'
import { type Latency, latency } from '../figures.ts'
import { findProgram } from '../find-program.ts'
import { openSoundSink, type SoundSink } from '../sound-sink.ts'
import { createProcesses, type Processes } from '../start-processes.ts'
import { millis, ms, table } from '../table.ts'
import type { Bench, Outcome, Workload } from './workload.ts'

const TIMES = 10
/** An announcement is over when nothing has sounded for this long. */
const QUIET_MS = 700
const GIVE_UP_MS = 15_000

interface Heard {
  what: string
  times: number
  latency: Latency
}

/**
 * From the 200 of a payment until a shop hears it, with the real terminal client. The samples of its chime, by a player
 * that plays in no time, and of its voice, espeak-ng, go into pipes that take them at once, as a sound device with room in
 * its buffer would. At a shop the words come later by the length of the chime.
 */
export const timeToSound: Workload = {
  title: 'Time to sound',
  async run(bench) {
    const espeak = findProgram('espeak-ng')
    if (espeak === undefined) {
      bench.say('skipped: the time to sound needs espeak-ng')
      return { figures: 'skipped: espeak-ng is not installed', tables: [], faults: [] }
    }
    return await listen(bench, espeak)
  },
}

async function listen({ options, say }: Bench, espeak: string): Promise<Outcome> {
  const processes = createProcesses(options.dir)
  try {
    const [chime, voice] = ['chime', 'voice'].map((name) => openSoundSink(join(processes.dir, name))) as [
      SoundSink,
      SoundSink,
    ]
    const dataDir = join(processes.dir, 'data')
    const server = await startNodeServer(processes, await buildServer(root), {
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      ...options.env,
    })
    const keys = await readLocalKeys(dataDir)
    if (keys === undefined) throw new Error('the server left no local keys')
    const bell = startTerminal(processes, { dataDir, espeak, chime: chime.path, voice: voice.path })
    await until('the terminal client is connected', () => bell.online(), GIVE_UP_MS)
    const quiet = () =>
      until('it is quiet', () => machineMs() - Math.max(chime.lastAt(), voice.lastAt()) > QUIET_MS, GIVE_UP_MS)
    await quiet()
    const chimes: number[] = []
    const words: number[] = []
    const system = createOrderingSystem(keys)
    for (let i = 0; i < TIMES; i++) {
      const order = await system.placeOrder({
        storeId: keys.storeId,
        items: [{ name: '宫保鸡丁', quantity: 2 }],
        amountMinor: 5_600,
      })
      const [chimesBefore, wordsBefore] = [chime.begun(), voice.begun()]
      await system.pay(order, `sound-${i}`)
      const answeredAt = machineMs()
      const heard = () => chime.begun() > chimesBefore && voice.begun() > wordsBefore
      await until(`payment ${i} is heard`, heard, GIVE_UP_MS)
      chimes.push(chime.begunAt() - answeredAt)
      words.push(voice.begunAt() - answeredAt)
      say(`chime after ${ms(chimes.at(-1) ?? 0)} ms, words after ${ms(words.at(-1) ?? 0)} ms`)
      await quiet()
      await confirm(server.url, dataDir, order.id)
      await quiet()
    }
    for (const sink of [chime, voice]) sink.close()
    await server.stop()
    return outcome([
      { what: '200 → first sample of the chime', times: TIMES, latency: latency(chimes) },
      { what: '200 → first sample of the words', times: TIMES, latency: latency(words) },
    ])
  } finally {
    await processes.end()
  }
}

function outcome(figures: Heard[]): Outcome {
  return {
    figures,
    tables: [
      table(
        [
          ['', (r) => r.what],
          ['times', (r) => String(r.times)],
          ['p50 ms', (r) => millis(r.latency.p50)],
          ['max ms', (r) => millis(r.latency.max)],
        ],
        figures,
      ),
    ],
    faults: [],
  }
}

/** The terminal client, with a player and an espeak-ng that write where we read. */
function startTerminal(
  processes: Processes,
  { dataDir, espeak, chime, voice }: { dataDir: string; espeak: string; chime: string; voice: string },
) {
  const programs = join(processes.dir, 'programs')
  mkdirSync(programs)
  const program = (name: string, line: string) =>
    writeFileSync(join(programs, name), `#!/bin/sh\nexec ${line}\n`, { mode: 0o755 })
  program('espeak-ng', `'${espeak}' --stdout "$@" > '${voice}'`)
  program('pw-play', `cat "$1" > '${chime}'`)
  const PATH = `${programs}:${process.env['PATH']}`
  const child = processes.run(process.execPath, ['--import', 'tsx', 'desktop/hosts/terminal/main.ts'], {
    DATA_DIR: dataDir,
    PATH,
  })
  let printed = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString('utf8')
  })
  const { connected } = statementWords('zh-CN').link
  return { online: () => printed.includes(connected) }
}

/** Answers the order as this device, so that it is not announced again while the next one is measured. */
async function confirm(url: string, dataDir: string, orderId: number): Promise<void> {
  const { token } = JSON.parse(readFileSync(join(dataDir, 'terminal', 'pairing.json'), 'utf8')) as { token: string }
  const response = await fetch(new URL(`/v1/orders/${orderId}/confirm`, url), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': `sound-${orderId}`,
    },
    body: '{}',
  })
  if (!response.ok) throw new Error(`the order could not be confirmed: ${await response.text()}`)
}
