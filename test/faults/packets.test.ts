import { expect, it } from 'vitest'
import { runLossy } from '../lab/rig/net/lossy-run.ts'
import { cableMissing } from '../lab/rig/net/namespaces.ts'
import { runDir } from '../lab/rig/run-dir.ts'
import { countsOf } from '../lab/runs/run.ts'

const SEED = Number(process.env['FAULTS_SEED'] ?? Math.floor(Math.random() * 2 ** 20))

it(`I1–I13: 5 and 20 of 100 packets really dropped, then 64 kbit/s (FAULTS_SEED=${SEED})`, {
  timeout: 400_000,
}, async (ctx) => {
  const missing = cableMissing()
  if (missing !== undefined) ctx.skip(missing)
  const end = await runLossy({ dir: runDir(`packets-${SEED}`), seed: SEED, phaseMs: 1_600, haste: 5 })
  process.stdout.write(`packets: ${countsOf({ ...end.counts, ...end.longest })}\n`)
  expect(end.violations).toEqual([])
  expect(end.counts['packets dropped']).toBeGreaterThan(0)
})
