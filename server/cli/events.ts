import { type Event, type EventPage, eventPageSchema } from '../../shared/api/events.ts'
import { LOCAL_KEYS_FILE } from '../../shared/api/local-keys.ts'
import type { Clock } from '../../shared/clock.ts'
import { cleanLine } from '../../shared/text.ts'
import { readLocalKeys, wordOfRefusal } from './local-keys.ts'

/** Seconds for which the server lets an answer wait, and milliseconds for the answer itself. */
const WAIT_S = 25
const ANSWER_WITHIN_MS = 60_000
/** Events from before that `--tail` begins with. */
const SHOWN_BEFORE = 20
/** Pause before a server that is away is asked again, milliseconds. */
const RETRY_MS = 2_000
/** Longest data that is printed of an event, characters. */
const DATA = 500

/** Events that could not be had. The message is for the operator. */
export class EventsError extends Error {
  override name = 'EventsError'
}

export interface EventsInput {
  /** Go on with what is told from now on, until the program is ended. */
  tail: boolean
  /** The id of a store; every store where there is none. */
  store?: string
}

/** The surroundings of the command. */
export interface EventsHost {
  clock: Pick<Clock, 'after'>
  /** Takes a line to print. */
  say(line: string): void
  /** Aborted when nobody reads on. */
  stopping?: AbortSignal
}

/**
 * Runs `laidan-server events`: prints the events that the running server of this machine keeps, one a line; with `tail` the
 * latest ones, and then each as it is told. Rejects with an {@link EventsError}.
 */
export async function eventsCommand(dataDir: string, { tail, store }: EventsInput, host: EventsHost): Promise<void> {
  const keys = await readLocalKeys(dataDir)
  if (keys === undefined)
    throw new EventsError(
      `There is no ${LOCAL_KEYS_FILE} in ${dataDir}. With the operator’s key, GET /v1/events tells the same.`,
    )
  const ask = (after: string | undefined, waitS: number): Promise<EventPage> => {
    const query = new URLSearchParams({ limit: '500', wait: String(waitS) })
    if (store !== undefined) query.set('store', store)
    if (after !== undefined) query.set('after', after)
    return askServer(new URL(`/v1/events?${query}`, keys.url), keys.operatorKey, host.stopping)
  }
  let page = await ask(undefined, 0)
  let before: Event[] = []
  for (;;) {
    if (tail) before = [...before, ...page.events].slice(-SHOWN_BEFORE)
    else for (const event of page.events) host.say(lineOf(event))
    if (!page.more) break
    page = await ask(page.next, 0)
  }
  for (const event of before) host.say(lineOf(event))
  for (let after = page.next; tail && !host.stopping?.aborted; ) {
    try {
      const { events, next } = await ask(after, WAIT_S)
      for (const event of events) host.say(lineOf(event))
      after = next
    } catch (error) {
      // A server that is started anew is waited for.
      if (!(error instanceof EventsError) || error.cause === undefined) throw error
      if (!host.stopping?.aborted) await new Promise<void>((resolve) => host.clock.after(RETRY_MS, resolve))
    }
  }
}

async function askServer(url: URL, key: string, stopping?: AbortSignal): Promise<EventPage> {
  const overdue = AbortSignal.timeout(ANSWER_WITHIN_MS)
  const reply = await fetch(url, {
    headers: { authorization: `Bearer ${key}` },
    signal: stopping === undefined ? overdue : AbortSignal.any([overdue, stopping]),
  }).catch((error: unknown) => {
    throw new EventsError(`${url.origin} does not answer. Does the server run?`, { cause: error })
  })
  if (reply.status === 404) throw new EventsError('There is no such store on this server.')
  if (reply.status === 410)
    throw new EventsError('The server has another history now: it was restored from a backup. Start again.')
  if (!reply.ok) throw new EventsError(`${url.origin} tells nothing: ${wordOfRefusal(reply.status)}`)
  const page = eventPageSchema.safeParse(await reply.json().catch(() => undefined))
  if (!page.success) throw new EventsError(`${url.origin} answers with something else than events.`)
  return page.data
}

/** Writes an event as a line; names and reasons are cleaned for a terminal. */
function lineOf({ at, storeId, seq, type, orderNumber, data }: Event): string {
  const facts = JSON.stringify(data)
  const words = [new Date(at).toISOString(), storeId, seq, type, orderNumber, facts === '{}' ? null : facts]
  return cleanLine(words.filter((word) => word !== null).join(' '), DATA)
}
