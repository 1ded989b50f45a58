/** The sounds before the words, the same at every host: desktop/sounds has each as `<name>.wav`. */
export const SOUND_NAMES = ['new-order', 'urge', 'cancel', 'overdue', 'offline', 'notice'] as const
export type SoundName = (typeof SOUND_NAMES)[number]

/** One struck tone. Times in seconds. */
export interface Stroke {
  at: number
  /** Hertz of the first partial. */
  pitch: number
  /** The time until it is damped. */
  lasts: number
}

export interface SoundPlan {
  strokes: readonly Stroke[]
  /** The time in which a stroke fades by 60 dB, seconds. */
  fades: number
  /** The amplitude of the strongest partial at full, 0–1: what makes the sounds equally loud (docs/sounds.md). */
  gain: number
}

/**
 * The partials of a stroke: multiple of its pitch, loudness. At least four within 15 dB of the strongest, as
 * IEC 60601-1-8 asks of alarms, so that no single masked or missing frequency hides it; the strongest is the second,
 * which lies where ears are keenest and small loudspeakers strongest, 1–4 kHz.
 */
export const PARTIALS = [
  { times: 1, loudness: 0.5 },
  { times: 2, loudness: 1 },
  { times: 3, loudness: 0.7 },
  { times: 4, loudness: 0.45 },
] as const

/** Seconds of silence at the end of each sound: the gap before the words, at every host. */
export const GAP_S = 0.3

const HIGH = 987.8
const MIDDLE = 880
const LOW = 698.5

/** Makes strokes of one pitch and length at these times. */
function strokesAt(times: readonly number[], pitch: number, lasts: number): Stroke[] {
  return times.map((at) => ({ at, pitch, lasts }))
}

/** The sounds. Each has a rhythm of its own: who cannot tell the tune can still count the strokes. */
export const SOUNDS: Readonly<Record<SoundName, SoundPlan>> = {
  /** A shop's bell, rising, and left to ring: ding-dong-ding. */
  'new-order': {
    strokes: [
      { at: 0, pitch: LOW, lasts: 0.22 },
      { at: 0.22, pitch: MIDDLE, lasts: 0.22 },
      { at: 0.44, pitch: HIGH, lasts: 0.9 },
    ],
    fades: 1.6,
    gain: 0.423,
  },
  /** Knocking, three pairs: somebody waits at the door. */
  urge: {
    strokes: [0, 0.48, 0.96].flatMap((at) => [
      { at, pitch: HIGH, lasts: 0.13 },
      { at: at + 0.15, pitch: MIDDLE, lasts: 0.15 },
    ]),
    fades: 1.5,
    gain: 0.476,
  },
  /** Two long strokes, falling: something is over. */
  cancel: {
    strokes: [
      { at: 0, pitch: HIGH, lasts: 0.5 },
      { at: 0.55, pitch: LOW, lasts: 0.8 },
    ],
    fades: 3,
    gain: 0.423,
  },
  /** Three and two, twice, as alarms of high priority beat (IEC 60601-1-8): nobody has come. */
  overdue: {
    strokes: strokesAt([0, 0.14, 0.28, 0.56, 0.7, 1.12, 1.26, 1.4, 1.68, 1.82], HIGH, 0.12),
    fades: 0.8,
    gain: 0.483,
  },
  /** One long, two short, low: a call that nobody takes. */
  offline: {
    strokes: [...strokesAt([0], LOW, 0.45), ...strokesAt([0.6, 0.82], LOW, 0.15)],
    fades: 2,
    gain: 0.45,
  },
  /** A single stroke, for everything that does not hurry. */
  notice: { strokes: strokesAt([0], MIDDLE, 0.9), fades: 3, gain: 0.428 },
}
