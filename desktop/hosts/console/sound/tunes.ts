import { LEVEL } from '../../../../shared/reminder.ts'
import type { Ring } from '../../../core/ports.ts'

/** One struck note: when it begins and how long it rings, seconds; its pitch, hertz. */
export interface Note {
  at: number
  length: number
  pitch: number
}

export interface Tune {
  /** sine: a bell. triangle: harder, for what will not wait. */
  wave: 'sine' | 'triangle'
  notes: readonly Note[]
}

const TUNES: Record<Ring['kind'], Tune> = {
  /** A shop's bell, rising: ding-dong-ding. */
  new_order: {
    wave: 'sine',
    notes: [
      { at: 0, length: 0.9, pitch: 659.3 },
      { at: 0.2, length: 0.9, pitch: 880 },
      { at: 0.4, length: 1.1, pitch: 1318.5 },
    ],
  },
  /** Knocking, three pairs: nobody takes it for the bell. */
  urge: {
    wave: 'triangle',
    notes: [0, 0.36, 0.72].flatMap((at) => [
      { at, length: 0.16, pitch: 880 },
      { at: at + 0.15, length: 0.18, pitch: 698.5 },
    ]),
  },
  /** Falling, slow: something is over. */
  cancel: {
    wave: 'triangle',
    notes: [
      { at: 0, length: 0.5, pitch: 587.3 },
      { at: 0.3, length: 0.5, pitch: 440 },
      { at: 0.6, length: 0.9, pitch: 293.7 },
    ],
  },
  /** Falling by steps, slow: something was lost, and somebody must see to it. */
  missed: {
    wave: 'triangle',
    notes: [659.3, 523.3, 440, 349.2].map((pitch, i) => ({ at: i * 0.25, length: 0.5, pitch })),
  },
  /** A kind that came after this client: one even stroke after the other. */
  other: {
    wave: 'triangle',
    notes: [
      { at: 0, length: 0.7, pitch: 784 },
      { at: 0.35, length: 0.9, pitch: 784 },
    ],
  },
  notice: { wave: 'sine', notes: [{ at: 0, length: 0.6, pitch: 784 }] },
}

/** Chooses the notes: about a second at the first level; at a higher one the tune is repeated, within three seconds. */
export function tuneOf({ kind, level }: Ring): Tune {
  const tune = TUNES[kind]
  if (level === LEVEL.normal || kind === 'notice') return tune
  const length = Math.max(...tune.notes.map(({ at }) => at)) + 0.4
  const times = level === LEVEL.louder ? 2 : 3
  const notes = Array.from({ length: times }, (_, i) =>
    tune.notes.map((note) => ({ ...note, at: (note.at + i * length) * (level === LEVEL.loudest ? 0.75 : 1) })),
  )
  return { ...tune, notes: notes.flat() }
}
