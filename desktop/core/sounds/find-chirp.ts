import { renderChirp } from './chirp.ts'

/** Samples a second that the chirp needs, with some to spare: fewer are less work. */
const ENOUGH_RATE = 11_000
/**
 * The height of the chirp's peak over the rest, from which on it was heard. By chance noise reaches 4.5 or so over some
 * twenty thousand places (the square root of 2 ln 20,000).
 */
const HEARD_FROM = 8

/**
 * Finds the chirp in a recording of `rate` samples a second, by correlation: the peak among all places where it may begin,
 * in multiples of their root mean square. 0 for silence, and for a recording that is shorter than the chirp.
 */
export function chirpScore(recording: Float32Array, rate: number): number {
  const factor = Math.max(1, Math.floor(rate / ENOUGH_RATE))
  const samples = thinned(recording, factor)
  const chirp = renderChirp(rate / factor)
  const places = samples.length - chirp.length + 1
  let peak = 0
  let squares = 0
  for (let place = 0; place < places; place++) {
    let sum = 0
    for (let i = 0; i < chirp.length; i++) sum += (samples[place + i] as number) * (chirp[i] as number)
    peak = Math.max(peak, Math.abs(sum))
    squares += sum * sum
  }
  return squares > 0 ? peak / Math.sqrt(squares / places) : 0
}

/** Tells whether the chirp is in a recording of `rate` samples a second. */
export function hearsChirp(recording: Float32Array, rate: number): boolean {
  return chirpScore(recording, rate) >= HEARD_FROM
}

/** Averages each `factor` samples into one. */
function thinned(samples: Float32Array, factor: number): Float32Array {
  if (factor === 1) return samples
  const fewer = new Float32Array(Math.floor(samples.length / factor))
  for (let i = 0; i < fewer.length; i++) {
    let sum = 0
    for (let k = 0; k < factor; k++) sum += samples[i * factor + k] as number
    fewer[i] = sum / factor
  }
  return fewer
}
