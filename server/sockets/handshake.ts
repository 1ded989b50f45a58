import { HEARTBEAT_MS, PROTOCOL_VERSION, WINDOW } from '../../shared/protocol/limits.ts'
import type { Context } from '../context/context.ts'
import { NO_EVENT } from '../log/cursor.ts'
import type { LogEvent } from '../log/proven-log.ts'
import { policyOf } from '../reminders/escalation-steps.ts'
import { intakeOf } from '../stores/intake.ts'
import type { KnownDevice } from './device-lookup.ts'
import { beginEpochIfLost, decideResume, readOpenSet, snapshotFrames } from './resume.ts'
import { serverFaults } from './server-faults.ts'

/** The server's side of the start of a session. */
export interface Greeting {
  /** The `welcome` frame. */
  welcome: object
  /** Frames to send before the log's entries; none when the device resumes. */
  snapshot: string[]
  /** The pump sends the entries after this event. */
  start: LogEvent
}

/**
 * Answers a hello: decides whether a device with this cursor resumes, and makes the frames that it gets first.
 * `spreadMs` goes into the `welcome`. Rejects with an Error when the store is gone, and with `storage_unavailable`.
 */
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
    store: {
      id: store.id,
      name: store.name,
      locale: store.locale,
      timezone: store.timezone,
      tells: policyOf(JSON.parse(store.settings)).length > 0,
      intake: intakeOf(store),
    },
    head: store.head_seq,
    resumed: decision.resumed,
    heartbeatMs: HEARTBEAT_MS,
    window: WINDOW,
    spreadMs,
    now: ctx.clock.now(),
    ...serverFaults(ctx),
  }
  if (decision.resumed) return { welcome, snapshot: [], start: { seq: decision.seq, eventId: eventId ?? NO_EVENT } }
  await beginEpochIfLost(ctx, store, decision.reason)
  const openSet = await readOpenSet(ctx, store.id)
  return {
    welcome: { ...welcome, head: openSet.seq, reason: decision.reason },
    snapshot: snapshotFrames(openSet),
    start: { seq: openSet.seq, eventId: openSet.eventId },
  }
}
