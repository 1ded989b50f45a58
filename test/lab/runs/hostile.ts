import { readFileSync } from 'node:fs'
import { runSiege } from '../hostile/hostile-run.ts'
import { SLOW_HELLOS, SLOW_REQUESTS } from '../hostile/slow-clients.ts'
import { runDir } from '../rig/run-dir.ts'
import { type Round, type Run, runRounds } from './run.ts'

const SILENT = 3_500
const SLOW = 600
/** Each connection is a file to both ends. */
const FILES = 12_000

/** `test/faults/hostile.test.ts` with 10,000 connections, and with what takes Node a minute to notice. */
export const hostile: Run = {
  name: 'hostile',
  title: '10,000 connections that are silent, or speak byte by byte, around one customer and one device (I14)',
  missing: tooFewFiles,
  run: (options) => runRounds('hostile', options, round),
}

async function round(seed: number): Promise<Round> {
  const wanted = [...SLOW_HELLOS, ...SLOW_REQUESTS].map(
    (kind) => [kind, kind.drip === undefined && kind.name.includes('without') ? SILENT : SLOW] as const,
  )
  const { connections, payments, slowest, memory, closedWithin, violations } = await runSiege(
    runDir(`hostile-${seed}`),
    wanted,
  )
  const counts = {
    connections,
    payments,
    'ms, the slowest answer': Math.round(slowest.during.answered),
    'ms, the slowest frame': Math.round(slowest.during.heard),
    'ms, the longest hold': Math.max(...Object.values(closedWithin)),
    'MB before': Math.round(memory?.before ?? 0),
    'MB at most': Math.round(memory?.most ?? 0),
    'MB after': Math.round(memory?.after ?? 0),
  }
  return { counts, violations }
}

/** The limit on open files that processes started from here have; only Linux says it so simply. */
function tooFewFiles(): string | undefined {
  if (process.platform !== 'linux') return 'only on Linux'
  const limit = /^Max open files\s+\S+\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
  return limit === 'unlimited' || Number(limit) >= FILES ? undefined : `${limit} open files, ${FILES} are needed`
}
