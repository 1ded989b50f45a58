import { HEARTBEAT_MS, PROTOCOL_VERSION, WINDOW } from '../../shared/protocol/limits.ts'
import type { Context } from '../context/context.ts'
import type { KnownDevice } from './device-lookup.ts'
import { beginEpochIfLost, decideResume, readOpenSet, snapshotFrames } from './resume.ts'

export interface Greeting {
  welcome: object
  /** Frames to send before anything of the log; none when the device goes on where it was. */
  snapshot: string[]
  /** The pump sends what follows this position. */
  start: number
}

/** Decides where a device with this cursor goes on, and what it must be told first. */
export async function greet(
  ctx: Context,
  { store, eventId }: Pick<KnownDevice, 'store' | 'eventId'>,
  cursor: string | null,
  spreadMs: number,
): Promise<Greeting> {
  const decision = decideResume(store, cursor, eventId)
  const welcome = {
    op: 'welcome',
    v: PROTOCOL_VERSION,
    store: { id: store.id, name: store.name, locale: store.locale, timezone: store.timezone },
    head: store.head_seq,
    resumed: decision.resumed,
    heartbeatMs: HEARTBEAT_MS,
    window: WINDOW,
    spreadMs,
    now: ctx.clock.now(),
  }
  if (decision.resumed) return { welcome, snapshot: [], start: decision.seq }
  await beginEpochIfLost(ctx, store, decision.reason)
  const openSet = await readOpenSet(ctx, store.id)
  return {
    welcome: { ...welcome, head: openSet.seq, reason: decision.reason },
    snapshot: snapshotFrames(openSet),
    start: openSet.seq,
  }
}
