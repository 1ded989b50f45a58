import { type Child, startChild } from './child.ts'

/** What the process of a client is told when it is made. */
export interface ClientOptions {
  /** The run's folder, where the server's address is. */
  dir: string
  /** The client's own folder. */
  stateDir: string
  token: string
  /** Where it writes down what it showed, said and stored. */
  journal: string
  /** It kills itself at this step. */
  crash?: { at: number }
  /** Loads everything, and starts when it is told to. */
  waits?: boolean
  /** A fault, to see that the checks notice: the voice reports its success before the sound. */
  marksBeforePlaying?: boolean
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
export function startClientChild(options: ClientOptions): ClientChild {
  const child = startChild(new URL('../children/client.ts', import.meta.url), options)
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
