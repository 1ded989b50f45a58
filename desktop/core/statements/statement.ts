import type { IntakeState } from '../../../shared/intake.ts'
import type { CloseName } from '../../../shared/protocol/close-codes.ts'
import type { LinkState, Status } from '../bell/status.ts'
import type { LinkFault, Outcome } from '../ports.ts'
import type { Settings } from '../settings.ts'
import type { Sound } from './host-sound.ts'

/** The subjects of which a device speaks. Each has one statement, and all texts about it come from that one. */
export type About = 'link' | 'sound' | 'clock' | 'device' | 'server' | 'outside' | 'intake'

/** alarm: orders are being missed. warn: a human should mend a fault. note: good to know. good: all is well. */
export type Tone = 'alarm' | 'warn' | 'note' | 'good'

/**
 * How a new order is heard here. speaks: chime and words. rings: the chime alone. doubtful: perhaps not. late: only once
 * nobody has answered for five minutes. silent: not at all.
 */
export type SoundHolds = 'speaks' | 'rings' | 'doubtful' | 'late' | 'silent'

/** store: the times on the screen are those of the store. device: this host does not know the store's zone. */
export type ClockHolds = 'store' | 'device'

/** The people outside of the shop who are told when nobody answers: some, none, or this device does not know. */
export type OutsideHolds = 'told' | 'nobody' | 'unknown'

/** Whether the store takes orders. `unknown`: an older server does not say it, or a newer one says something else. */
export type IntakeHolds = IntakeState | 'unknown'

/** One reason for a statement, with the facts that its sentence needs. Times are wall time, milliseconds. */
export type Cause = { tone: Tone } & (
  | { id: 'unpaired' | 'connecting' | 'catching_up' }
  | { id: 'offline'; since: number; fault: LinkFault | undefined }
  | { id: 'refused'; why: CloseName | null }
  | { id: 'answers_waiting'; count: number }
  | { id: 'locked'; elsewhere: boolean }
  | { id: 'no_sound' | 'show_only' | 'ring_only' | 'kind_off' | 'no_voice' | 'server_voice' | 'bystander' }
  | { id: 'output_muted' | 'output_low'; raising: boolean }
  | { id: 'muted'; until: number }
  | { id: 'quiet_hours'; from: string; to: string }
  | { id: 'speech_failed' | 'chime_failed'; reason: Outcome }
  | { id: 'raised'; percent: number; at: number }
  | { id: 'server_clock_wrong' | 'server_clock_jumped' }
  | { id: 'device_clock'; byMs: number }
  | { id: 'zone_unknown'; zone: string }
  | { id: 'storage' | 'dialog' | 'notification' | 'printer'; reason: Outcome }
  | { id: 'too_old' }
  | { id: 'update_news' | 'update_ready'; version: string }
  | { id: 'server_fault'; code: string }
  | { id: 'nobody_told' }
  | { id: 'busy'; extraMinutes: number; until: number | undefined }
  | { id: 'paused'; until: number | undefined }
  | { id: 'archived' }
  | { id: 'not_heard' }
)

export interface Statement<A extends About, Holds extends string> {
  about: A
  /** The one thing that is claimed; two texts that claim different things would contradict each other. */
  holds: Holds
  /** That of the worst cause. */
  tone: Tone
  /** The worst first. */
  causes: readonly Cause[]
}

/** Everything that a device says of itself. */
export interface Statements {
  link: Statement<'link', LinkState>
  sound: Statement<'sound', SoundHolds>
  clock: Statement<'clock', ClockHolds>
  device: Statement<'device', 'fine' | 'faulty'>
  server: Statement<'server', 'fine' | 'faulty'>
  outside: Statement<'outside', OutsideHolds>
  intake: Statement<'intake', IntakeHolds>
}

/** The facts from which the statements follow. */
export interface Facts {
  status: Status
  settings: Settings
  sound: Sound
  /** Another tab rings, and this one does not. */
  bystander: boolean
  /** The store's time zone, IANA name; `undefined` before pairing. */
  timeZone: string | undefined
  /** A version that was installed, and one that waits for a human. */
  update?: { news?: string | undefined; ready?: string | undefined }
}

const BY_URGENCY: readonly Tone[] = ['alarm', 'warn', 'note', 'good']

/** Puts a statement together from its causes, in the order in which they are told. */
export function statementOf<A extends About, Holds extends string>(
  about: A,
  holds: Holds,
  causes: readonly Cause[],
): Statement<A, Holds> {
  const sorted = causes.toSorted((a, b) => BY_URGENCY.indexOf(a.tone) - BY_URGENCY.indexOf(b.tone))
  return { about, holds, tone: sorted[0]?.tone ?? 'good', causes: sorted }
}
