import { expect, it } from 'vitest'
import { runStorm } from '../lab/rig/net/stormy-run.ts'
import { runDir } from '../lab/rig/run-dir.ts'
import { countsOf } from '../lab/runs/run.ts'

/** How long the nemesis is at work; the long form is `npm run faults -- --only net`. */
const SECONDS = Number(process.env['FAULTS_STORM_SECONDS'] ?? 10)
const SEED = Number(process.env['FAULTS_SEED'] ?? Math.floor(Math.random() * 2 ** 20))

it(`I1–I13, I15: ${SECONDS} s of bad networks, kills, stops and wrong clocks, all at once (FAULTS_SEED=${SEED})`, {
  timeout: 400_000 + SECONDS * 1_000,
}, async () => {
  const end = await runStorm({ dir: runDir(`storm-${SEED}`), seed: SEED, ms: SECONDS * 1_000, haste: 5 })
  process.stdout.write(`storm: ${countsOf({ ...end.counts, ...end.longest })}\n`)
  expect(end.violations).toEqual([])
  expect(end.counts['payments']).toBeGreaterThan(0)
})
