import { runStorm } from '../rig/net/stormy-run.ts'
import { runDir } from '../rig/run-dir.ts'
import { type Run, runRounds } from './run.ts'

const STORM_MS = 60_000

/** `test/faults/storm.test.ts`, longer; every third round at the true pace of heartbeats and silence. */
export const net: Run = {
  name: 'net',
  title: 'bad networks, half-open connections, kills, stops, restart storms, wrong clocks, all at once (I1–I13, I15)',
  run: (options) =>
    runRounds('net', options, async (seed) => {
      const haste = seed % 3 === 0 ? 1 : 5
      return await runStorm({ dir: runDir(`net-${seed}`), seed, ms: STORM_MS, haste })
    }),
}
