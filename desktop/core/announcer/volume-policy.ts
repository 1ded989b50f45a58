import { ownEntry } from '../../../shared/own-entry.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { LEVEL, type Level, reminderKind } from '../../../shared/reminder.ts'
import { minuteOfDay } from '../../../shared/store-time.ts'
import { LONGEST_MUTE_MINUTES, type Settings } from '../settings.ts'

/** The reasons for which a reminder is shown but not spoken. */
export type Suppression = 'muted' | 'quiet_hours' | 'speech_off' | 'show_only'

/** The settings, with the store's clocks, by which quiet hours are meant; without them this device's own count. */
export type PolicySettings = Settings & {
  storeClock?: {
    /** IANA name. */
    timeZone: string
    /** The lead of the server's clock over this device's, milliseconds. */
    aheadMs: number
  }
}

/**
 * Finds the suppression of a reminder at `now` (wall time, milliseconds); `undefined`: it is spoken. The loudest level
 * (nobody has answered for five minutes) is never suppressed: a human may ask for silence, but not lose an order to it.
 * No setting turns off a missed order, nor a kind that came after this client. A device that only shows was chosen to be
 * silent, and is at every level.
 */
export function reminderSuppression(
  reminder: Pick<ReminderFrame, 'type' | 'level'>,
  settings: PolicySettings,
  now: number,
): Suppression | undefined {
  if (settings.output === 'show') return 'show_only'
  if (reminder.level === LEVEL.loudest) return undefined
  if (ownEntry(settings.speech, reminderKind(reminder.type)) === false) return 'speech_off'
  return generalSuppression(settings, now)
}

/**
 * Finds the suppression of everything below the loudest level at `now` (wall time, milliseconds): a mute, or quiet
 * hours.
 */
export function generalSuppression(settings: PolicySettings, now: number): 'muted' | 'quiet_hours' | undefined {
  if (mutedUntil(settings, now) !== null) return 'muted'
  return inQuietHours(settings, now) ? 'quiet_hours' : undefined
}

/**
 * Finds the end of the mute that is on at `now` (both wall time, milliseconds); `null`: none is. A mute longer than 12
 * hours counts as over, because only a clock that was set back can make one.
 */
export function mutedUntil(settings: Settings, now: number): number | null {
  const until = settings.mutedUntil
  return until !== null && now < until && until - now <= LONGEST_MUTE_MINUTES * 60_000 ? until : null
}

/**
 * Computes the voice's volume at a level, 0–1: the normal level at `volume` (0–1), the loudest at 1, the one between halfway.
 */
export function volumeAt(level: Level, volume: number): number {
  return volume + ((1 - volume) * (level - LEVEL.normal)) / (LEVEL.loudest - LEVEL.normal)
}

/** The chime of the normal level below that of the loudest at the default volume, decibels. */
const NORMAL_CHIME_DB = -8

/**
 * Computes the chime's volume at a level, a factor of amplitude: the normal level 8 dB below `volume` (0–1), so that
 * there is something left to be louder; the loudest at 1, the one between halfway in decibels. At the default volume
 * of 1 that is −8, −4 and 0 dB.
 */
export function chimeVolumeAt(level: Level, volume: number): number {
  const normal = volume * 10 ** (NORMAL_CHIME_DB / 20)
  return normal ** ((LEVEL.loudest - level) / (LEVEL.loudest - LEVEL.normal))
}

function inQuietHours({ quietHours, storeClock }: PolicySettings, now: number): boolean {
  if (quietHours === null) return false
  const minute = minuteOfDay(now + (storeClock?.aheadMs ?? 0), storeClock?.timeZone)
  const from = minuteOf(quietHours.from)
  const to = minuteOf(quietHours.to)
  return from <= to ? from <= minute && minute < to : from <= minute || minute < to
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}
