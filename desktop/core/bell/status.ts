import type { CloseName } from '../../../shared/protocol/close-codes.ts'
import type { ReminderFrame, WelcomeFrame } from '../../../shared/protocol/frames.ts'
import { type AnyKind, reminderKind } from '../../../shared/reminder.ts'
import type { Part, Trouble } from '../announcer/outcome.ts'
import { hushAt, mutedUntil } from '../announcer/volume-policy.ts'
import type { Link, Phase } from '../connection/connection.ts'
import type { Outcome } from '../ports.ts'
import type { Settings } from '../settings.ts'

/**
 * unpaired: there is no identity yet. connecting: first attempt after the start or after a good link. catching_up:
 * connected, reading what was missed. connected: in sync. offline: attempts fail. refused: the server does not want
 * this device, and only a human can change that.
 */
export type LinkState = 'unpaired' | 'connecting' | 'catching_up' | 'connected' | 'offline' | 'refused'

/**
 * Something that a human should mend: the part, and the word its outcome or the disk gave. `reading`, `too_old`: the
 * server says something that this client is too old to understand.
 */
export interface Fault {
  part: Part | 'storage' | 'reading'
  why: Outcome
}

/** Everything tray, badge and banner are drawn from. */
export interface Status {
  link: LinkState
  /** Wall time since when it is connected, or since when it is not. */
  since: number
  /** With `refused`: the close code's name. */
  refused: CloseName | null
  /** Whose bell this is, as the last welcome told; `null` before the first. */
  store: WelcomeFrame['store'] | null
  /** Open and not answered at this device, by kind. */
  unanswered: Record<AnyKind, number>
  /** Wall time; `null` when the voice is not muted. */
  mutedUntil: number | null
  quietHours: boolean
  /** Human answers that the server has not decided yet. */
  answersWaiting: number
  /** How far the server's clock is ahead of this device's, milliseconds: orders and limits are told by the server's. */
  serverAheadMs: number
  faults: readonly Fault[]
}

export interface StatusParts {
  /** `undefined`: not paired. */
  link: Link | undefined
  store: WelcomeFrame['store'] | null
  unanswered: readonly ReminderFrame[]
  settings: Settings
  /** Wall time. */
  now: number
  trouble: Trouble
  /** Whether the disk takes what is stored. */
  stored: boolean
  /** Whether everything that the server says can be read. */
  understood: boolean
  answersWaiting: number
  serverAheadMs: number
}

/** A pure function of the parts: status is drawn anew, never patched. */
export function statusOf(parts: StatusParts): Status {
  const { link, settings, now } = parts
  return {
    link: link === undefined ? 'unpaired' : linkState(link),
    since: link?.since ?? now,
    refused: link?.refused ?? null,
    store: parts.store,
    unanswered: countByKind(parts.unanswered),
    mutedUntil: mutedUntil(settings, now),
    quietHours: hushAt({ ...settings, mutedUntil: null }, now) === 'quiet_hours',
    answersWaiting: parts.answersWaiting,
    serverAheadMs: parts.serverAheadMs,
    faults: faultsOf(parts),
  }
}

/** Nothing rings and wants an answer, and no answer of a human is still on its way to the server. */
export function nothingOpen({ unanswered, answersWaiting }: Pick<Status, 'unanswered' | 'answersWaiting'>): boolean {
  return answersWaiting === 0 && Object.values(unanswered).every((count) => count === 0)
}

function linkState({ phase, failures }: Link): LinkState {
  const states: Record<Phase, LinkState> = {
    stopped: 'offline',
    connecting: failures > 0 ? 'offline' : 'connecting',
    waiting: failures > 0 ? 'offline' : 'connecting',
    catching_up: 'catching_up',
    in_sync: 'connected',
    refused: 'refused',
  }
  return states[phase]
}

function countByKind(reminders: readonly ReminderFrame[]): Record<AnyKind, number> {
  const counts: Record<AnyKind, number> = { new_order: 0, urge: 0, cancel: 0, other: 0 }
  for (const { type } of reminders) counts[reminderKind(type)]++
  return counts
}

function faultsOf({ trouble, stored, understood }: StatusParts): Fault[] {
  const faults: Fault[] = Object.entries(trouble).map(([part, why]) => ({ part: part as Part, why }))
  if (!stored) faults.push({ part: 'storage', why: 'failed' })
  if (!understood) faults.push({ part: 'reading', why: 'too_old' })
  return faults
}
