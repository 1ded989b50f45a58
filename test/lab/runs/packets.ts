import { runLossy } from '../rig/net/lossy-run.ts'
import { cableMissing } from '../rig/net/namespaces.ts'
import { runDir } from '../rig/run-dir.ts'
import { type Run, runRounds } from './run.ts'

const PHASE_MS = 20_000

/** `test/faults/packets.test.ts`, longer; every third round at the true pace of heartbeats and silence. */
export const packets: Run = {
  name: 'packets',
  title: '5 and 20 of 100 packets dropped, then 64 kbit/s, in network namespaces of its own (I1–I13)',
  missing: cableMissing,
  run: (options) =>
    runRounds('packets', options, async (seed) => {
      const haste = seed % 3 === 0 ? 1 : 5
      return await runLossy({ dir: runDir(`packets-${seed}`), seed, phaseMs: PHASE_MS, haste })
    }),
}
