import type { CloseName } from '../../../shared/protocol/close-codes.ts'
import type { ReminderFrame, WelcomeFrame } from '../../../shared/protocol/frames.ts'
import { type AnyKind, reminderKind } from '../../../shared/reminder.ts'
import type { Part, Trouble } from '../announcer/outcome.ts'
import { generalSuppression, mutedUntil, type PolicySettings } from '../announcer/volume-policy.ts'
import type { RaisedVolume } from '../announcer/volume-watch.ts'
import type { Link, Phase } from '../connection/connection.ts'
import type { LinkFault, Outcome } from '../ports.ts'

/**
 * unpaired: there is no identity yet. connecting: first attempt after the start or after a good link. catching_up:
 * connected, reading what was missed. connected: in sync. offline: attempts fail. refused: the server does not want
 * this device, and only a human can change that.
 */
export type LinkState = 'unpaired' | 'connecting' | 'catching_up' | 'connected' | 'offline' | 'refused'

/**
 * A fault that a human should mend. `reason`: the outcome of the part. `reading`, `too_old`: this client is too old for
 * an entry of the server's log. `server`: a fault that the server tells of itself.
 */
export interface Fault {
  part: Part | 'printer' | 'storage' | 'reading' | 'server'
  reason: Outcome
}

/** The value that tray, badge and banners are drawn from. */
export interface Status {
  link: LinkState
  /** Wall time, milliseconds, since when the device is connected, or since when it is not. */
  since: number
  /** With `refused`: the close code's name. */
  refused: CloseName | null
  /** The reason of the failed attempts, as far as it is known; it stays until the link is in sync again. */
  linkFault?: LinkFault
  /** Present, and true, from the first failed attempt until the link is in sync again. */
  lost?: true
  /** The store, from the last `welcome`; `null` before the first. */
  store: WelcomeFrame['store'] | null
  /** The number of reminders that are open and not answered at this device, by kind. */
  unanswered: Record<AnyKind, number>
  /** Wall time, milliseconds; `null` when the voice is not muted. */
  mutedUntil: number | null
  quietHours: boolean
  /** The number of human answers that the server has not decided yet, those included that can be taken back. */
  answersWaiting: number
  /** The lead of the server's clock over this device's, milliseconds: times of orders are the server's. */
  serverAheadMs: number
  faults: readonly Fault[]
  /** Present for ten minutes after this device raised the system's volume. */
  raised?: RaisedVolume
  /** Present, and true, while the shop is open and none of its devices has rung since yesterday. */
  notHeard?: true
}

/** The time for which a screen says that the volume was raised, milliseconds. */
export const RAISED_SHOWN_MS = 10 * 60_000

export interface StatusParts {
  /** `undefined`: not paired. */
  link: Link | undefined
  store: WelcomeFrame['store'] | null
  unanswered: readonly ReminderFrame[]
  settings: PolicySettings
  /** Wall time, milliseconds. */
  now: number
  trouble: Trouble
  /** The reason why a printer does not print; `undefined`: none is known. */
  printer?: string | undefined
  raised?: RaisedVolume | undefined
  notHeard?: boolean
  /** Whether the last writes to the disk succeeded. */
  stored: boolean
  /** Whether every entry of the server's log could be read. */
  understood: boolean
  answersWaiting: number
  serverAheadMs: number
  /** The faults that the server tells of itself. */
  serverFaults: readonly string[]
}

/** Computes the status from its parts; pure, so that a status is made anew and never patched. */
export function statusOf(parts: StatusParts): Status {
  const { link, settings, now, raised } = parts
  return {
    link: link === undefined ? 'unpaired' : linkState(link),
    since: link?.since ?? now,
    refused: link?.refused ?? null,
    ...(link?.fault !== undefined && link.failures > 0 && { linkFault: link.fault }),
    ...(link !== undefined && link.failures > 0 && { lost: true as const }),
    store: parts.store,
    unanswered: countByKind(parts.unanswered),
    mutedUntil: mutedUntil(settings, now),
    quietHours: generalSuppression({ ...settings, mutedUntil: null }, now) === 'quiet_hours',
    answersWaiting: parts.answersWaiting,
    serverAheadMs: parts.serverAheadMs,
    faults: faultsOf(parts),
    ...(raised !== undefined && Math.abs(now - raised.at) < RAISED_SHOWN_MS && { raised }),
    ...(parts.notHeard && { notHeard: true as const }),
  }
}

/** Tells whether no reminder wants an answer and no answer is on its way to the server. */
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
  const counts: Record<AnyKind, number> = { new_order: 0, urge: 0, cancel: 0, missed: 0, other: 0 }
  for (const { type } of reminders) counts[reminderKind(type)]++
  return counts
}

function faultsOf({ trouble, printer, stored, understood, serverFaults }: StatusParts): Fault[] {
  const faults: Fault[] = Object.entries(trouble).map(([part, reason]) => ({ part: part as Part, reason }))
  if (printer !== undefined) faults.push({ part: 'printer', reason: printer })
  if (!stored) faults.push({ part: 'storage', reason: 'failed' })
  if (!understood) faults.push({ part: 'reading', reason: 'too_old' })
  for (const reason of serverFaults) faults.push({ part: 'server', reason })
  return faults
}
