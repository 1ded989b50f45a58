import { runFuzz } from '../hostile/fuzz.ts'
import { runDir } from '../rig/run-dir.ts'
import { type Round, type Run, runRounds } from './run.ts'

/** Of one server, so that a leak has time to show. Four rounds are a million inputs. */
const REQUESTS = 25_000
const FRAMES = 225_000
/** Of memory, from the first third of the inputs to the end. Caches fill, and garbage waits to be collected. */
const MOST_GROWTH_MB = 150

/** `test/faults/fuzz.test.ts` with far more of everything. */
export const fuzz: Run = {
  name: 'fuzz',
  title: '225,000 frames and 25,000 requests, hardly one of them right: nothing undeclared is answered (I12)',
  run: (options) => runRounds('fuzz', options, round),
}

async function round(seed: number): Promise<Round> {
  const wanted = { seed, requests: REQUESTS, frames: FRAMES }
  const { requests, frames, seconds, memory, violations } = await runFuzz(runDir(`fuzz-${seed}`), wanted)
  const grown = memory === undefined ? 0 : memory.end - memory.warm
  const leak = grown > MOST_GROWTH_MB ? [`the server has grown from ${memory?.warm} to ${memory?.end} MB`] : []
  const counts = { requests, frames, 'seconds of them': Math.round(seconds), 'MB grown': grown }
  return { counts, violations: [...violations, ...leak] }
}
