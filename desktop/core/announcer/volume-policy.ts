import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { LEVEL, type Level, reminderKind } from '../../../shared/reminder.ts'
import { LONGEST_MUTE_MINUTES, type Settings } from '../settings.ts'

/** Why something is shown but not spoken. */
export type Hush = 'muted' | 'quiet_hours' | 'speech_off'

/**
 * Why this reminder is not to be heard at `now`, if so. What nobody has answered for five minutes (the loudest level) is
 * heard whatever is muted: a human may ask for silence, but not lose an order to it. No setting turns off a kind that
 * came after this client.
 */
export function hushOf(
  reminder: Pick<ReminderFrame, 'type' | 'level'>,
  settings: Settings,
  now: number,
): Hush | undefined {
  if (reminder.level === LEVEL.loudest) return undefined
  const kind = reminderKind(reminder.type)
  if (kind !== 'other' && !settings.speech[kind]) return 'speech_off'
  return hushAt(settings, now)
}

/** Whether a human has asked for silence at `now` (wall time). */
export function hushAt(settings: Settings, now: number): Exclude<Hush, 'speech_off'> | undefined {
  if (mutedUntil(settings, now) !== null) return 'muted'
  return inQuietHours(settings, now) ? 'quiet_hours' : undefined
}

/** The end of a mute that is on at `now`. One that no human could have asked for (the clock was set back) is over. */
export function mutedUntil(settings: Settings, now: number): number | null {
  const until = settings.mutedUntil
  return until !== null && now < until && until - now <= LONGEST_MUTE_MINUTES * 60_000 ? until : null
}

/** The normal level as the human has set it, the loudest as loud as it goes, the one between halfway; all 0–1. */
export function volumeAt(level: Level, volume: number): number {
  return volume + ((1 - volume) * (level - LEVEL.normal)) / (LEVEL.loudest - LEVEL.normal)
}

function inQuietHours({ quietHours }: Settings, now: number): boolean {
  if (quietHours === null) return false
  const at = new Date(now)
  const minute = at.getHours() * 60 + at.getMinutes()
  const from = minuteOfDay(quietHours.from)
  const to = minuteOfDay(quietHours.to)
  return from <= to ? from <= minute && minute < to : from <= minute || minute < to
}

function minuteOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}
