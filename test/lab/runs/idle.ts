import { runIdle } from '../rig/net/idle-run.ts'
import { nginxMissing } from '../rig/net/nginx.ts'
import { runDir } from '../rig/run-dir.ts'
import { type Run, runRounds } from './run.ts'

/** More than nginx waits by default (`proxy_read_timeout`, 60 s). */
const IDLE_MS = 75_000
const PAUSES = 2

/** `test/faults/idle.test.ts` with nginx's defaults and heartbeats at their true pace. */
export const idle: Run = {
  name: 'idle',
  title: 'a device to whom nothing happens for 75 s, twice, behind nginx as it comes (I7)',
  missing: nginxMissing,
  run: (options) =>
    runRounds('idle', options, async (seed) => {
      const dir = runDir(`idle-${seed}`)
      const { cuts, paid, violations } = await runIdle({ dir, haste: 1, idleMs: IDLE_MS, pauses: PAUSES })
      const cut = cuts === 0 ? [] : [`the device lost its connection ${cuts} times`]
      return { counts: { paid, cuts }, violations: [...cut, ...violations] }
    }),
}
