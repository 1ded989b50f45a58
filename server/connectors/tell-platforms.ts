import type { Locale } from '../../shared/locales.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import type { CallEndpoint, EndpointAnswer } from '../events/call-endpoint.ts'
import type { EventRow } from '../events/event-row.ts'
import { timedCall } from '../outbox/timed-call.ts'
import { workOff } from '../outbox/work-off.ts'
import { findConnectorModule } from './all-connectors.ts'
import type { ConnectorRow } from './connector-row.ts'
import type { PlatformApi, PlatformReply, PlatformRequest } from './kit/port.ts'
import { wordNews } from './news-words.ts'
import { noteLater, noteTold } from './note-telling.ts'
import { readEvent, TOLD_TYPES } from './read-event.ts'

/** Milliseconds after which the calls for one event have surely ended, with or without an answer. */
const LEASE_MS = 60_000

/** A connector with news that its platform was not told, and what its store says of itself. */
interface Lane extends ConnectorRow {
  locale: Locale
  timezone: string
  event_seq: number
}

interface ClaimedLane extends Lane {
  event: EventRow & { external_id: string; called_off: number }
}

const DUE = `FROM connectors AS lane JOIN stores ON stores.id = lane.store_id
  WHERE lane.api IS NOT NULL AND lane.told_seq < stores.event_seq AND COALESCE(lane.next_at, 0) <= ?`

/**
 * Tells platforms what became of their orders: each store's events in their order, the next one when the one before was
 * taken, or can never be. A call is counted before it is made, and one whose answer got lost is made again: a platform may
 * be told twice, and is told at least once (I17). Resolves to the number of events that were told.
 */
export async function tellPlatforms(ctx: Context, callEndpoint: CallEndpoint, stopping?: AbortSignal): Promise<number> {
  return await workOff<Lane | ClaimedLane>(
    ctx,
    {
      due: `SELECT lane.id ${DUE} LIMIT ?`,
      first: (tx, now) =>
        tx.get<Lane>(
          `SELECT lane.*, stores.locale, stores.timezone, stores.event_seq ${DUE}
            ORDER BY COALESCE(lane.next_at, 0), lane.id LIMIT 1`,
          [now],
        ),
      claim: (tx, lane, now) => claim(tx, lane, now),
      call: (lane, signal) => tell(ctx, callEndpoint, lane as ClaimedLane, signal),
    },
    stopping,
  )
}

/** Claims a connector for its next event; `undefined`: another server has it, or none of its events is for the platform. */
async function claim(tx: Tx, lane: Lane, now: number): Promise<ClaimedLane | undefined> {
  const event = await tx.get<ClaimedLane['event']>(
    `SELECT events.*, mine.external_id, mine.called_off FROM events
       JOIN connector_orders AS mine ON mine.order_id = events.order_id AND mine.connector_id = ?
      WHERE events.store_id = ? AND events.seq > ? AND events.type IN (${TOLD_TYPES}) ORDER BY events.seq LIMIT 1`,
    [lane.id, lane.store_id, lane.told_seq],
  )
  if (event === undefined) {
    // The counter was read before: what was committed since is behind it.
    await tx.run('UPDATE connectors SET told_seq = ? WHERE id = ? AND told_seq = ?', [
      lane.event_seq,
      lane.id,
      lane.told_seq,
    ])
    return undefined
  }
  const claimed = await tx.get<ConnectorRow>(
    `UPDATE connectors SET attempts = attempts + 1, next_at = ? WHERE id = ? AND told_seq = ? AND attempts = ?
     RETURNING *`,
    [now + LEASE_MS, lane.id, lane.told_seq, lane.attempts],
  )
  return claimed && { ...lane, ...claimed, event }
}

async function tell(ctx: Context, callEndpoint: CallEndpoint, lane: ClaimedLane, stopping: AbortSignal): Promise<void> {
  const api = findConnectorModule(lane.kind)?.api
  const requests = requestsOf(lane, api)
  for (const request of requests) {
    const reply = await callOnce(ctx, callEndpoint, lane, request, api, stopping)
    if (reply === undefined) return
    if (reply === 'done') continue
    return await ctx.db.write((tx) =>
      'later' in reply
        ? noteLater(tx, ctx, lane, lane.event.seq, reply.later)
        : noteTold(tx, ctx, lane, lane.event.seq, reply.refused),
    )
  }
  await ctx.db.write((tx) => noteTold(tx, ctx, lane, lane.event.seq, requests.length === 0 ? lane.tell_fault : null))
}

/** Words the calls that tell an event; none: the platform has said it by itself, or is not told that. */
function requestsOf(lane: ClaimedLane, api: PlatformApi | undefined): PlatformRequest[] {
  const news = readEvent(lane.event)
  if (lane.event.called_off === 1 || api === undefined || lane.api === null || news === undefined) return []
  return api.tell({ ...news, words: wordNews(news, lane) }, lane.event.external_id, JSON.parse(lane.api))
}

/** Makes one call; `undefined`: the server is stopping, and what became of the call is not known. */
async function callOnce(
  ctx: Context,
  callEndpoint: CallEndpoint,
  { id }: ClaimedLane,
  request: PlatformRequest,
  api: PlatformApi | undefined,
  stopping: AbortSignal,
): Promise<PlatformReply | undefined> {
  const answer = await timedCall(ctx, stopping, () => callEndpoint({ ...request, wantsBody: true }), {
    silence: 'a shop platform did not answer',
    connectorId: id,
  })
  if (answer === undefined && stopping.aborted) return undefined
  return replyOf(answer, api)
}

/** Statuses that an operator can mend, by another key or a rest: the call is made again. */
const MENDABLE = [401, 403, 408, 421, 425, 429]

function replyOf(answer: EndpointAnswer | undefined, api: PlatformApi | undefined): PlatformReply {
  if (answer === undefined) return { later: 'no_answer' }
  if ('refused' in answer) return { later: answer.refused }
  const { status, body = '' } = answer
  if (status >= 200 && status < 300) return api?.readBody?.(body) ?? 'done'
  const code = `http_${status}`
  return status >= 400 && status < 500 && !MENDABLE.includes(status) ? { refused: code } : { later: code }
}
