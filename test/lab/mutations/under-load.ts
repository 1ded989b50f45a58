import { checkHistory } from '../check/check-history.ts'
import type { MutantName } from '../mutants/server-mutants.ts'
import { runChaos } from '../rig/chaos.ts'
import { runDir } from '../rig/run-dir.ts'
import type { Story } from './mutation.ts'

const KILLS = 5

/** Too slow for every day: `npm run faults -- --only mutations` tells it. */
export const UNDER_LOAD: Story<MutantName> = {
  title: `under load, killed ${KILLS} times at random`,
  async tell(mutant) {
    const dir = runDir('mutant-under-load')
    const { history } = await runChaos({ dir, seed: 1, kills: KILLS, ...(mutant !== undefined && { mutant }) })
    return checkHistory(history, { atRest: true })
  },
  faults: [{ fault: 'answers_before_commit', title: 'a payment is answered before its COMMIT', breaks: ['I1'] }],
}
