import { expect, it } from 'vitest'
import { runFuzz } from '../lab/hostile/fuzz.ts'
import { runDir } from '../lab/rig/run-dir.ts'

/** Decides every input, but for the ids that the server gives out. */
const SEED = Number(process.env['FAULTS_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

it(`I12: nonsense is answered with what is declared, and nothing breaks by it (FAULTS_SEED=${SEED})`, async () => {
  const report = await runFuzz(runDir(`fuzz-${SEED}`), { seed: SEED, requests: 1_500, frames: 6_000 })
  process.stdout.write(`fuzz: ${JSON.stringify({ ...report, violations: report.violations.length })}\n`)
  expect(report.violations).toEqual([])
  // A run in which nothing was taken, or nothing refused, has tried nothing.
  for (const status of [200, 201, 204, 400, 401, 403, 404, 405, 409, 415])
    expect(report.answers).toHaveProperty(`${status}`)
  for (const code of [1_005, 4_400]) expect(report.closes).toHaveProperty(`${code}`)
})
