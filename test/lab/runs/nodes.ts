import { postgresPrograms } from '../../support/postgres-cluster.ts'
import { createSeededRandom } from '../../support/seeded-random.ts'
import { NODE_FAULTS } from '../rig/node-faults.ts'
import { runNodes } from '../rig/nodes-run.ts'
import { runDir } from '../rig/run-dir.ts'
import { type Run, runRounds } from './run.ts'

const FAULTS_A_ROUND = 20

/** `test/postgres/kill-nodes.test.ts` again and again, each round with other faults in another order. */
export const nodes: Run = {
  name: 'nodes',
  title:
    'three servers of one PostgreSQL, killed and cut off, and the database too: nothing is lost or doubled (I1–I13)',
  missing: () => (postgresPrograms() === undefined ? 'PostgreSQL is not installed' : undefined),
  run: (options) =>
    runRounds('nodes', options, async (seed) => {
      const random = createSeededRandom(seed)
      const faults = Array.from({ length: FAULTS_A_ROUND }, () => random.pick(NODE_FAULTS))
      return await runNodes({ dir: runDir(`nodes-${seed}`), seed, faults })
    }),
}
