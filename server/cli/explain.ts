import { LOCAL_KEYS_FILE } from '../../shared/api/local-keys.ts'
import { storeListSchema } from '../../shared/api/stores.ts'
import { type Moment, type Timeline, timelineSchema } from '../../shared/api/timeline.ts'
import type { Manner } from '../../shared/protocol/manner.ts'
import { startOfDay } from '../../shared/start-of-day.ts'
import { cleanLine } from '../../shared/text.ts'
import { usableZone } from '../../shared/time-zones.ts'
import { readLocalKeys, wordOfRefusal } from './local-keys.ts'

const ANSWER_WITHIN_MS = 30_000
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** Longest name that is printed, characters. */
const NAME = 60

/** An account that could not be given. The message is for the operator. */
export class ExplainError extends Error {
  override name = 'ExplainError'
}

/** The time and the store that the operator asks about. */
export interface ExplainInput {
  /** `12:31` on the store's clocks, the latest such time; or `2026-11-27T12:31`. */
  at: string
  /** The id of a store; the first one where there is none. */
  store?: string
  /** How many minutes from then on. */
  minutes: number
}

/**
 * Runs `laidan-server explain --at 12:31`: asks the running server of this machine what happened in that minute. Resolves
 * to the lines to print. Rejects with an {@link ExplainError}.
 */
export async function explainCommand(dataDir: string, now: number, input: ExplainInput): Promise<string[]> {
  const keys = await readLocalKeys(dataDir)
  if (keys === undefined)
    throw new ExplainError(
      `There is no ${LOCAL_KEYS_FILE} in ${dataDir}. With the operator’s key, GET /v1/stores/{id}/timeline tells the same.`,
    )
  const ask = async (path: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${keys.operatorKey}` }
    const reply = await fetch(new URL(path, keys.url), {
      headers,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    }).catch((error: unknown) => {
      throw new ExplainError(`${keys.url} does not answer. Does the server run?`, { cause: error })
    })
    if (!reply.ok) throw new ExplainError(`${keys.url} tells nothing: ${wordOfRefusal(reply.status)}`)
    return await reply.json()
  }
  const { stores } = storeListSchema.parse(await ask('/v1/stores'))
  const store = stores.find(({ id }) => id === (input.store ?? keys.storeId))
  if (store === undefined) throw new ExplainError(`There is no store ${input.store ?? keys.storeId} on this server.`)
  const from = timeOf(input.at, now, usableZone(store.timezone))
  const path = `/v1/stores/${encodeURIComponent(store.id)}/timeline`
  const query = `from=${from}&to=${from + input.minutes * MINUTE_MS - 1}`
  const timeline = timelineSchema.parse(await ask(`${path}?${query}`))
  return explain(timeline, store.name)
}

/**
 * Reads the time that is asked about, milliseconds: `12:31` is the latest such time before `now`. Throws an
 * {@link ExplainError} for what is no time.
 */
export function timeOf(text: string, now: number, timeZone: string): number {
  const [, day, hours = '', minutes = ''] = /^(?:(\d{4}-\d\d-\d\d)[T ])?([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  if (hours === '') throw new ExplainError(`--at takes a time such as 12:31 or 2026-11-27T12:31, and not ${text}.`)
  const noon = day === undefined ? now : Date.parse(`${day}T12:00Z`)
  if (Number.isNaN(noon)) throw new ExplainError(`There is no day ${day}.`)
  const begun = day === undefined ? startOfDay(now, timeZone) : dayOf(day, noon, timeZone)
  const at = begun + (Number(hours) * 60 + Number(minutes)) * MINUTE_MS
  return day === undefined && at > now ? at - DAY_MS : at
}

/** Finds the beginning of a day on the clocks of a zone. At noon by UTC some zones show the day after. */
function dayOf(day: string, noon: number, timeZone: string): number {
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(noon)
  return startOfDay(shown === day ? noon : noon - DAY_MS / 2, timeZone)
}

/** Writes a timeline as lines: what stood at its beginning, and then each thing that happened. */
function explain(timeline: Timeline, store: string): string[] {
  const { from, connected, waiting, moments, cut } = timeline
  const timeZone = usableZone(timeline.timezone)
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, timeStyle: 'medium' })
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(from)
  return [
    `${shown(store)}, ${day} (${timeZone})`,
    `Connected: ${connected.length === 0 ? 'no device' : connected.map(shown).join(', ')}`,
    `Waiting: ${waiting.length === 0 ? 'no order' : waiting.map(shown).join(', ')}`,
    ...(moments.length === 0 ? ['Nothing happened.'] : []),
    ...moments.map((moment) => `${clock.format(moment.at)}  ${sentence(moment)}`),
    ...(cut ? ['More happened; ask about fewer minutes.'] : []),
  ]
}

/** Verbs for what a device did with an announcement that somebody could hear or see. */
const MANNERS: Partial<Record<Manner, string>> = {
  spoken: 'spoke',
  counted: 'counted among others',
  shown: 'only showed',
}

function sentence({ what, order, kind, device, contact, channel, n, detail, manner }: Moment): string {
  const about = order === undefined ? '' : `order ${shown(order)}${kind === undefined ? '' : ` (${kind})`}`
  const why = detail === undefined || detail === '' ? '' : `: ${shown(detail)}`
  const told = `${about}${n === undefined ? '' : `, announcement ${n}`}${why}`
  const sentences: Record<Moment['what'], string> = {
    joined: `${shown(device)} connected`,
    left: `${shown(device)} left${why}`,
    raised: `${about} began to wait`,
    announced: `${shown(device)} ${(manner && MANNERS[manner]) ?? 'told'} ${told}`,
    not_announced: `${shown(device)} could not tell ${told}`,
    told: `${shown(contact)} was told by ${channel}${why}`,
    not_told: `${shown(contact)} could not be told by ${channel}${why}`,
    ended: `${about} ended${why}`,
  }
  return sentences[what]
}

/** Cleans what people have named, for a terminal. */
function shown(text = ''): string {
  return cleanLine(text, NAME)
}
