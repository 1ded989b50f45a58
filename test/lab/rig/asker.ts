import type { SeededRandom } from '../../support/seeded-random.ts'
import type { Operation } from '../check/history.ts'
import type { Reply } from './caller.ts'
import type { Journal } from './journal.ts'
import { pickAddress } from './run-files.ts'

/** Asks until it is answered, and writes down every attempt before it is made and every answer when it came. */
export interface Asker {
  /** The first answer that decides (not 5xx, 429 or 401), whatever it is. */
  ask(operation: Operation, attempt: (url: string) => Promise<Reply>): Promise<Reply>
  pause(ms: number): Promise<void>
}

const PAUSE_MS = 100

export function createAsker(deps: {
  dir: string
  journal: Journal
  random: SeededRandom
  pause(ms: number): Promise<void>
}): Asker {
  const { journal, random, pause } = deps
  let attempts = 0

  async function once(operation: Operation, go: (url: string) => Promise<Reply>): Promise<Reply | undefined> {
    const url = pickAddress(deps.dir, random)
    if (url === undefined) return undefined
    const attempt = ++attempts
    journal.append({ t: 'send', attempt, ...operation })
    try {
      const reply = await go(url)
      journal.append({ t: 'answer', op: operation.op, attempt, ...reply })
      return reply
    } catch (error) {
      journal.append({ t: 'lost', op: operation.op, attempt, why: String(error) })
      return undefined
    }
  }

  return {
    async ask(operation, go) {
      for (;;) {
        const reply = await once(operation, go)
        // 401 is a callback whose signature grew old on the way: the story's clock is fast.
        if (reply !== undefined && reply.status < 500 && reply.status !== 429 && reply.status !== 401) return reply
        await pause(random.next() * PAUSE_MS)
      }
    },
    pause,
  }
}
