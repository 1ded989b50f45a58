import { LaidanError } from './error.ts'
import type { LaidanEvent } from './event.ts'
import { pause } from './retry.ts'
import type { Send } from './send.ts'

export interface EventsOptions {
  /** The events of one store; default: all that the key may see. */
  storeId?: string | undefined
  /** Where to go on: a `cursor` that was kept. Left out or empty: from the oldest event that the server still has. */
  after?: string | undefined
  /** The most events of one answer, 1 to 500. Default 100. */
  limit?: number | undefined
  /** How long the server holds an answer back while nothing happens, seconds, 0 to 30. Default 25. */
  waitS?: number | undefined
  /** Ends the loop, without an error. */
  signal?: AbortSignal | undefined
  /** Called when the server cannot be asked; the stream goes on asking, with pauses. */
  onRetry?: ((error: unknown) => void) | undefined
}

/** The events of a store one after the other, for ever: `for await (const event of stream)`. */
export interface EventStream extends AsyncIterable<LaidanEvent> {
  /**
   * Where to go on after the event in hand: keep it when that event is dealt with, and pass it as `after` at the next
   * start. It moves with each answer of the server, so that after a crash a few events may come again, and none is left out.
   * Empty: from the oldest.
   */
  readonly cursor: string
}

/** The time beyond its wait that an answer may take, milliseconds. */
const LATE_MS = 15_000
/** A server that does not wait is not asked more often than this, milliseconds. */
const SHORTEST_ROUND_MS = 1_000

/**
 * Makes the stream of events: long poll, resumed by cursor, for ever; an unreachable server is asked again with growing,
 * jittered pauses. The loop throws a {@link LaidanError} where asking again does not help: `events_gone` (410: the events
 * after the cursor are deleted, `problem.next` is where to go on once the orders were read), `unauthenticated`.
 */
export function streamEvents(send: Send, options: EventsOptions = {}): EventStream {
  const { storeId, limit = 100, waitS = 25, signal, onRetry } = options
  let cursor = options.after ?? ''

  async function ask(): Promise<Page> {
    const query = new URLSearchParams({ limit: String(limit), wait: String(waitS) })
    if (storeId !== undefined) query.set('store', storeId)
    if (cursor !== '') query.set('after', cursor)
    const timeoutMs = waitS * 1000 + LATE_MS
    const path = `/v1/events?${query}`
    return readPage(await send({ method: 'GET', path, attempts: Number.POSITIVE_INFINITY, timeoutMs, signal, onRetry }))
  }

  async function* read(): AsyncGenerator<LaidanEvent, void, undefined> {
    while (!signal?.aborted) {
      const began = performance.now()
      const { events, next } = await ask()
      for (const [place, event] of events.entries()) {
        if (place === events.length - 1) cursor = next
        yield event
        if (signal?.aborted) return
      }
      cursor = next
      const early = SHORTEST_ROUND_MS - (performance.now() - began)
      if (events.length === 0 && early > 0) await pause(early, signal)
    }
  }

  async function* untilAborted(): AsyncGenerator<LaidanEvent, void, undefined> {
    try {
      yield* read()
    } catch (error) {
      if (!signal?.aborted) throw error
    }
  }

  return {
    [Symbol.asyncIterator]: untilAborted,
    get cursor() {
      return cursor
    },
  }
}

interface Page {
  events: LaidanEvent[]
  next: string
}

function readPage(answer: unknown): Page {
  const page: Partial<Page> = Object(answer)
  if (Array.isArray(page.events) && typeof page.next === 'string') return { events: page.events, next: page.next }
  throw new LaidanError('answer_unreadable', 'the answer is no page of events')
}
