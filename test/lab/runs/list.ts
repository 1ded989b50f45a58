import { clientKills } from './client-kills.ts'
import { clocks } from './clocks.ts'
import { deaf } from './deaf.ts'
import { fuzz } from './fuzz.ts'
import { hostile } from './hostile.ts'
import { idle } from './idle.ts'
import { kill } from './kill.ts'
import { mutations } from './mutations.ts'
import { net } from './net.ts'
import { nodes } from './nodes.ts'
import { packets } from './packets.ts'
import { places } from './places.ts'
import type { Run } from './run.ts'

/** Everything that `npm run faults` can do, in the order in which it does it. */
export const RUNS: readonly Run[] = [
  ...[net, deaf, clocks, packets, idle, kill, nodes],
  ...[clientKills, fuzz, hostile, places, mutations],
]
