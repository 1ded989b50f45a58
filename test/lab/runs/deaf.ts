import { pause } from '../../support/until.ts'
import { DEAF_SEAMS } from '../mutants/client-mutants.ts'
import type { NemesisOptions } from '../rig/nemesis.ts'
import { runStorm } from '../rig/net/stormy-run.ts'
import { runDir } from '../rig/run-dir.ts'
import { type Run, runRounds } from './run.ts'

const STORM_MS = 20_000
/** Enough for whoever is not held to be connected again. */
const CALM_MS = 5_000

/** Neither the clients nor the bare devices of the tests notice that nothing comes any more. */
const DEAF = { client: { seams: DEAF_SEAMS }, device: { seams: DEAF_SEAMS } }

/** So that it is not left to chance whether somebody is held at the end. */
async function holdAll(links: NemesisOptions['links']): Promise<void> {
  await pause(CALM_MS)
  for (const { proxy, watches } of links) if (watches) proxy.vanish('server')
}

/** Whether `net` would notice: a storm over devices that a half-open connection holds for ever. */
export const deaf: Run = {
  name: 'deaf',
  title: 'the same with devices that do not notice silence, to see that the checks do (I7)',
  run: (options) =>
    runRounds('deaf', options, async (seed) => {
      const storm = { dir: runDir(`deaf-${seed}`), seed, ms: STORM_MS, haste: 5, through: DEAF }
      const end = await runStorm({ ...storm, lastly: holdAll })
      const late = end.violations.filter((violation) => violation.startsWith('I7'))
      const noticed = late.length > 0 ? [] : ['nobody was missed: the checks do not notice a device that stays away']
      return { counts: { 'devices missed': late.length }, violations: noticed }
    }),
}
