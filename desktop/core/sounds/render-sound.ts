import { GAP_S, PARTIALS, SOUNDS, type SoundName, type Stroke } from './sound-table.ts'

/** Seconds in which a stroke begins and is damped, so that neither clicks. */
const ATTACK_S = 0.004
const DAMPING_S = 0.02

/** Computes the length of a sound with its gap, seconds. */
export function soundSeconds(name: SoundName): number {
  return Math.max(...SOUNDS[name].strokes.map(({ at, lasts }) => at + lasts)) + GAP_S
}

/**
 * Renders a sound at full as samples, −1 … 1, `rate` of them a second. Files and browsers are both made here, so that
 * every host rings alike.
 */
export function renderSound(name: SoundName, rate: number): Float32Array<ArrayBuffer> {
  const { strokes, fades, gain } = SOUNDS[name]
  const samples = new Float32Array(Math.ceil(soundSeconds(name) * rate))
  for (const stroke of strokes) {
    for (const [index, { times, loudness }] of PARTIALS.entries()) {
      // Phases as M. Schroeder's (IEEE Trans. Inf. Theory 16, 1970): the peaks of the partials do not meet.
      const phase = (-Math.PI * index * (index + 1)) / PARTIALS.length
      addPartial(samples, { rate, stroke, pitch: stroke.pitch * times, amplitude: gain * loudness, phase, fades })
    }
  }
  return samples
}

interface Partial {
  rate: number
  stroke: Stroke
  /** Hertz. */
  pitch: number
  amplitude: number
  phase: number
  fades: number
}

/** Adds a damped sine by its recursion, y[n] = 2 r cos(w) y[n−1] − r² y[n−2]: a tablet renders it in no time. */
function addPartial(
  samples: Float32Array,
  { rate, stroke: { at, lasts }, pitch, amplitude, phase, fades }: Partial,
): void {
  const step = (2 * Math.PI * pitch) / rate
  const decay = 10 ** (-3 / (fades * rate))
  const first = Math.round(at * rate)
  const count = Math.round(lasts * rate)
  let before = (amplitude * Math.sin(phase - step)) / decay
  let last = (amplitude * Math.sin(phase - 2 * step)) / decay ** 2
  for (let i = 0; i < count; i++) {
    const now = 2 * decay * Math.cos(step) * before - decay * decay * last
    last = before
    before = now
    const edge = Math.min(1, i / (ATTACK_S * rate), (count - i) / (DAMPING_S * rate))
    samples[first + i] = (samples[first + i] ?? 0) + edge * now
  }
}
