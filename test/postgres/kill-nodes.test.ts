import { expect, it } from 'vitest'
import type { NodeFault } from '../lab/rig/node-faults.ts'
import { runNodes } from '../lab/rig/nodes-run.ts'
import { runDir } from '../lab/rig/run-dir.ts'
import { createSeededRandom } from '../support/seeded-random.ts'

/** Decides everything that is left to chance, as far as the machine lets it. */
const SEED = Number(process.env['FAULTS_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const FAULTS: readonly NodeFault[] = ['node', 'node', 'database', 'backends', 'late', 'away']

it(`I1–I13: three servers of one database, killed, cut off, and their database too, lose and double nothing (FAULTS_SEED=${SEED})`, {
  timeout: 600_000,
}, async () => {
  const faults = createSeededRandom(SEED).shuffle(FAULTS)
  const { counts, violations } = await runNodes({ dir: runDir(`nodes-${SEED}`), seed: SEED, faults })
  process.stdout.write(`nodes: ${JSON.stringify(counts)}\n`)
  expect(violations).toEqual([])
  // A run that hardly did anything proves nothing.
  expect(counts['payments']).toBeGreaterThan(FAULTS.length)
  expect(counts['repeated']).toBeGreaterThan(0)
})
