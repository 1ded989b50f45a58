import * as z from 'zod'
import { LONGEST_GROUP } from '../../shared/api/devices.ts'
import { byLocale, DEFAULT_LOCALE, localeSchema } from '../../shared/locales.ts'
import { cleanLine } from '../../shared/text.ts'
import { printSettingsSchema } from './print-settings.ts'

/** The lowest volume and the longest mute, so that nobody turns the bell off by accident. */
export const LOWEST_VOLUME = 0.2
export const LONGEST_MUTE_MINUTES = 12 * 60

/** The lowest floor of the system's volume: below it there is nothing to raise for. */
export const LOWEST_FLOOR = 0.3

/**
 * The ways in which a device announces, to choose from. speak: it rings and speaks. ring: it rings, without words. show:
 * it shows, in silence.
 */
export const OUTPUTS = ['speak', 'ring', 'show'] as const

/** The intervals of local repeats to choose from, seconds; 0: no repeats. */
export const REPEAT_SECONDS = [0, 15, 30, 60] as const

/**
 * The map that a customer's address is opened in. none: no map is offered. geo: the one that the system has for `geo:`
 * addresses (RFC 5870), as phones have. apple: Apple's, by its web address.
 */
export const MAPS = ['none', 'geo', 'apple'] as const

/** The distances from which a screen is read: from the counter, or from the stove two metres away. */
export const DISTANCES = ['near', 'far'] as const

const between = (low: number, high: number) => z.number().transform((n) => Math.min(high, Math.max(low, n)))
const on = z.boolean().catch(true)
const off = z.boolean().catch(false)
/** `07:30`, by the store's clocks. */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** A host's id of a voice; `null`: the host chooses. Any text may stand here, since hosts use listed voices only. */
const voiceId = z.string().min(1).max(300).nullable().catch(null)

const SPEECH_ON = { new_order: true, urge: true, cancel: true }

/** The settings. Each bad value becomes its own default, and the others stay. */
export const settingsSchema = z.object({
  locale: localeSchema.catch(DEFAULT_LOCALE),
  /** 1 is the voice's normal speed. */
  rate: between(0.5, 2).catch(1),
  /** The volume of the normal level, 0–1; the other levels are louder. */
  volume: between(LOWEST_VOLUME, 1).catch(1),
  /** Whether this device may unmute the system, and raise its volume to the floor, before it announces. */
  raiseVolume: off,
  /** The floor, of the system's volume, 0–1. It counts where raising is allowed. */
  volumeFloor: between(LOWEST_FLOOR, 1).catch(0.5),
  /** The voice for each language. */
  voice: z.object(byLocale(() => voiceId)).catch(byLocale(() => null)),
  chime: on,
  /** How this device announces: of several in one room, one should speak. */
  output: z.enum(OUTPUTS).catch('speak'),
  /** The group of devices that this one stands in, such as 厨房; empty: none. */
  group: z
    .string()
    .transform((name) => cleanLine(name, LONGEST_GROUP).trim())
    .catch(''),
  distance: z.enum(DISTANCES).catch('near'),
  map: z.enum(MAPS).catch('none'),
  /** Whether this device says every hour, while the shop is open and nothing waits, that it is still online. */
  stillOnline: off,
  /** Server's wall time of the latest sound check here that was spoken, milliseconds. */
  checkedAt: z.int().nullable().catch(null),
  /** The interval of local repeats, seconds. */
  repeatSeconds: z.literal(REPEAT_SECONDS).catch(60),
  /** The kinds that are spoken. A missed order always is, and so are the loudest level and an unknown kind. */
  speech: z.object({ new_order: on, urge: on, cancel: on }).catch(SPEECH_ON),
  /** The daily hours without sound, over midnight when `from` is later. The loudest level is spoken all the same. */
  quietHours: z.object({ from: timeOfDay, to: timeOfDay }).nullable().catch(null),
  /** Wall time, milliseconds. */
  mutedUntil: z.int().nullable().catch(null),
  printing: printSettingsSchema,
})

export type Settings = Readonly<z.infer<typeof settingsSchema>>

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({})

/** Reads settings from any value; never throws. */
export function parseSettings(value: unknown): Settings {
  return settingsSchema.safeParse(value).data ?? DEFAULT_SETTINGS
}
