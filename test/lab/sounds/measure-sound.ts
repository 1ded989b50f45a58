import { powerBetween, type Spectrum, spectrumOf, weighedA } from './spectrum.ts'

export interface Recording {
  samples: Float32Array
  /** Samples a second. */
  rate: number
}

/** The measured facts of a sound. Levels in dB, relative to full scale (a sample of 1). */
export interface Measured {
  seconds: number
  /** The loudest 400 ms, A-weighted. */
  loudness: number
  /** The largest sample. */
  peak: number
  /** The frequency of the strongest partial, hertz. */
  strongest: number
  /** The number of partials within 15 dB of the strongest, of the stroke that has fewest. */
  partials: number
  /** Energy below 600 Hz relative to all of it, dB. */
  low: number
  /** The beginnings of the strokes, seconds. */
  onsets: number[]
  /** The silence at the end, seconds. */
  gap: number
}

const LOUDEST_S = 0.4
const HOP_S = 0.01
const LOW_HZ = 600
const PARTIAL_DB = 15
/** The least distance between two partials, hertz: nearer ones are one peak's sides. */
const PARTIAL_HZ = 120
/** The time in which a stroke is heard as itself. */
const STROKE_S = 0.1
const STROKE_RISE_DB = 2.5
const SILENCE_DB = -50

/** Measures a sound. */
export function measureSound({ samples, rate }: Recording): Measured {
  const whole = spectrumOf(samples, rate)
  const onsets = onsetsOf({ samples, rate })
  const strokes = onsets.map((at) => spectrumOf(stretch({ samples, rate }, at, STROKE_S), rate, 'hann'))
  const last = samples.findLastIndex((sample) => decibels(sample ** 2) > SILENCE_DB)
  return {
    seconds: samples.length / rate,
    loudness: loudest({ samples, rate }).level,
    peak: decibels(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) ** 2),
    strongest: peaksOf(whole)[0]?.hertz ?? 0,
    partials: Math.min(...strokes.map((stroke) => peaksOf(stroke).length)),
    low: decibels(powerBetween(whole, 0, LOW_HZ) / powerBetween(whole, 0, rate / 2)),
    onsets,
    gap: (samples.length - 1 - last) / rate,
  }
}

/** Converts a power to decibels. */
export function decibels(power: number): number {
  return 10 * Math.log10(power)
}

/** Cuts a stretch out of a sound; times in seconds. */
function stretch({ samples, rate }: Recording, from: number, seconds: number): Float32Array {
  return samples.subarray(Math.round(from * rate), Math.round((from + seconds) * rate))
}

/** Lists times from 0 to `last`, seconds, a hop apart. */
function steps(last: number): number[] {
  return Array.from({ length: Math.max(1, Math.floor(last / HOP_S) + 1) }, (_, i) => i * HOP_S)
}

/** Finds the loudest 400 ms, A-weighted: their level in dB, and the samples as they were. */
export function loudest({ samples, rate }: Recording): { level: number; sound: Recording } {
  const count = Math.round(LOUDEST_S * rate)
  const weighed = weighedA(samples, rate)
  let sum = 0
  let most = 0
  let end = 0
  for (const [i, sample] of weighed.entries()) {
    sum += sample ** 2 - (weighed[i - count] ?? 0) ** 2
    if (sum <= most) continue
    most = sum
    end = i + 1
  }
  return { level: decibels(most / count), sound: { samples: samples.subarray(Math.max(0, end - count), end), rate } }
}

/** Finds the partials within 15 dB of the strongest, the strongest first. */
function peaksOf({ step, power }: Spectrum): { hertz: number; power: number }[] {
  const found: { hertz: number; power: number }[] = []
  const least = power.reduce((most, some) => Math.max(most, some), 0) * 10 ** (-PARTIAL_DB / 10)
  const strong = [...power].map((some, k) => ({ hertz: k * step, power: some })).filter((peak) => peak.power >= least)
  for (const peak of strong.sort((a, b) => b.power - a.power)) {
    if (found.every(({ hertz }) => Math.abs(hertz - peak.hertz) >= PARTIAL_HZ)) found.push(peak)
  }
  return found
}

/** Finds the beginnings of strokes: where a hop is louder than each of the three before. */
function onsetsOf({ samples, rate }: Recording): number[] {
  const levels = steps(samples.length / rate - HOP_S).map((at) => {
    const hop = stretch({ samples, rate }, at, HOP_S)
    return Math.max(SILENCE_DB, decibels(hop.reduce((sum, sample) => sum + sample ** 2, 0) / hop.length))
  })
  const onsets: number[] = []
  for (const [i, level] of levels.entries()) {
    const before = i === 0 ? SILENCE_DB : Math.max(...levels.slice(Math.max(0, i - 3), i))
    const again = onsets.length > 0 && i * HOP_S - (onsets.at(-1) ?? 0) < 0.05
    if (level > before + STROKE_RISE_DB && !again) onsets.push(i * HOP_S)
  }
  return onsets
}
