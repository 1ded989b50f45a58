/** The facts of a store by which it is judged. Times in milliseconds. */
export interface StoreFacts {
  /** Devices that are connected. */
  online: number
  /** Since when the oldest unanswered reminder waits; undefined: none does. */
  oldestAt: number | undefined
  /** Whether somebody outside is told when nobody answers. */
  escalates: boolean
  /** When the latest rehearsal began; undefined: there was none. */
  rehearsedAt: number | undefined
}

/** A reason for which the operator should look at a store. */
export type StoreTrouble = 'offline' | 'unanswered' | 'no_escalation' | 'no_rehearsal'

const MINUTE_MS = 60_000
/** A reminder that waits for longer is trouble; the shop's own limit is ten minutes unless it says otherwise. */
const PATIENCE_MS = 5 * MINUTE_MS
/** A rehearsal that is older says little about today's devices. */
const REHEARSAL_MS = 31 * 24 * 60 * MINUTE_MS
/** Says what of a store the operator should look at, the most urgent first. */
export function troublesOf({ online, oldestAt, escalates, rehearsedAt }: StoreFacts, now: number): StoreTrouble[] {
  const troubles: StoreTrouble[] = []
  if (online === 0) troubles.push('offline')
  if (oldestAt !== undefined && now - oldestAt >= PATIENCE_MS) troubles.push('unanswered')
  if (!escalates) troubles.push('no_escalation')
  if (rehearsedAt === undefined || now - rehearsedAt > REHEARSAL_MS) troubles.push('no_rehearsal')
  return troubles
}
