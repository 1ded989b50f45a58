import type { Child } from '../../support/start-process.ts'
import { type ChildRun, startChild } from './child.ts'
import type { StoryTime } from './story-clock.ts'

/** What the process of a client is told when it is made. */
export interface ClientOptions {
  /** The run's folder, where the server's address is. */
  dir: string
  /** The client's own folder. */
  stateDir: string
  token: string
  /** Where it writes down what it showed, said and stored. */
  journal: string
  /** Default: the time of the world. */
  time?: StoryTime
  /** It kills itself at this step; `match`: only steps whose name contains it count. */
  crash?: { at: number; match?: string }
  /** Loads everything, and starts when it is told to. */
  waits?: boolean
  /** A sound takes at least as long as what is being written meanwhile. */
  slowVoice?: boolean
  /** So many reminders are lost on their way, once each. */
  loses?: number
  /** How much faster its timers go. Default: 1. */
  hurry?: number
}

export interface ClientChild extends Child {
  /** Lets it begin, if it waits for that. */
  start(): void
  /** Resolves when the inbox on disk says that it stands at `seq` and that every open reminder is announced. */
  done(seq: number): Promise<void>
}

/** The state that a client has just stored, as it tells it. */
interface Stored {
  seq: number
  unannounced: number
}

/** The real core in a process of its own, with a voice and a screen that write down what they do. */
export async function startClientChild(options: ClientOptions, run?: ChildRun): Promise<ClientChild> {
  const child = await startChild(new URL('../children/client.ts', import.meta.url), options, run)
  return {
    ...child,
    start: () => child.send({ start: true }),
    async done(seq) {
      await child.message((message) => {
        const stored = message['stored'] as Stored | undefined
        return stored?.seq === seq && stored.unannounced === 0 ? true : undefined
      })
    },
  }
}
