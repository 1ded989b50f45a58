import * as z from 'zod'
import { byLocale, DEFAULT_LOCALE, localeSchema } from '../../shared/locales.ts'

/** Nobody turns the bell off by accident: the volume ends here, and a mute ends by itself. */
export const LOWEST_VOLUME = 0.2
export const LONGEST_MUTE_MINUTES = 12 * 60

/** How often this device may tell by itself of what nobody has answered, seconds; 0: never. */
export const REPEAT_SECONDS = [0, 15, 30, 60] as const

const between = (low: number, high: number) => z.number().transform((n) => Math.min(high, Math.max(low, n)))
const on = z.boolean().catch(true)
/** `07:30`, by the device's own clock. */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** Whatever a host calls a voice; `null`: the host chooses. It may be any text at all: hosts speak by listed voices only. */
const voiceId = z.string().min(1).max(300).nullable().catch(null)

const SPEECH_ON = { new_order: true, urge: true, cancel: true }

/** Every field falls back to its default on its own: one bad value costs that value, not the rest. */
export const settingsSchema = z.object({
  locale: localeSchema.catch(DEFAULT_LOCALE),
  /** 1 is the voice's normal speed. */
  rate: between(0.5, 2).catch(1),
  /** Of the normal level; the others are louder. */
  volume: between(LOWEST_VOLUME, 1).catch(1),
  /** Who reads each language. */
  voice: z.object(byLocale(() => voiceId)).catch(byLocale(() => null)),
  chime: on,
  /** Seconds of silence after which what nobody has answered is told again, between the server's announcements. */
  repeatSeconds: z.literal(REPEAT_SECONDS).catch(60),
  /** Which kinds are spoken. The loudest level is always spoken, and so is a kind that came after this client. */
  speech: z.object({ new_order: on, urge: on, cancel: on }).catch(SPEECH_ON),
  /** From … to, over midnight when `from` is the later. The loudest level is spoken all the same. */
  quietHours: z.object({ from: timeOfDay, to: timeOfDay }).nullable().catch(null),
  /** Wall time, milliseconds. */
  mutedUntil: z.int().nullable().catch(null),
})

export type Settings = Readonly<z.infer<typeof settingsSchema>>

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({})

/** Reads settings from anything at all; never throws. */
export function parseSettings(value: unknown): Settings {
  return settingsSchema.safeParse(value).data ?? DEFAULT_SETTINGS
}
