import type { MutantName } from '../mutants/server-mutants.ts'
import type { StoryTime } from './story-clock.ts'

/** In the folder of a server's data: the first keys, as they were shown. */
export const SHOWN_KEYS = 'shown-keys.json'

/** What the process of a server is told when it is made. */
export interface ServerOptions {
  dataDir: string
  time: StoryTime
  /** Environment variables, as `npm start` would read them. */
  env: Record<string, string>
  mutant?: MutantName
  /** The mutant behaves until it is told to `misbehave`. */
  behaves?: boolean
  /** Loads everything, and starts when it is told to. */
  waits?: boolean
  /** Armed before it starts, so that the start itself is counted. */
  crash?: { at: number; match?: string }
  /** Counts the changes of a migration as steps. */
  migrationSteps?: boolean
  logFile?: string
  /** A payment provider that can be asked for refunds, with its books beside the database. */
  provider?: boolean
}
