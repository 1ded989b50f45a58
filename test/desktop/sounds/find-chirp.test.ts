import { describe, expect, it } from 'vitest'
import { renderChirp } from '../../../desktop/core/sounds/chirp.ts'
import { chirpScore, hearsChirp } from '../../../desktop/core/sounds/find-chirp.ts'
import { renderSound } from '../../../desktop/core/sounds/render-sound.ts'
import { createSeededRandom } from '../../support/seeded-random.ts'

const SECONDS = 1.2

/** A good second of a microphone: `sound` at `at` seconds, `gain` times as loud, in noise of this loudness. */
function recording(
  rate: number,
  parts: { sound?: Float32Array; at?: number; gain?: number; noise?: number; seed?: number },
) {
  const { sound = new Float32Array(0), at = 0.3, gain = 1, noise = 0, seed = 1 } = parts
  const { next } = createSeededRandom(seed)
  const samples = Float32Array.from({ length: Math.round(SECONDS * rate) }, () => noise * (2 * next() - 1))
  const first = Math.round(at * rate)
  for (const [i, sample] of sound.entries())
    if (first + i < samples.length) samples[first + i] = (samples[first + i] ?? 0) + gain * sample
  return samples
}

describe('the chirp of the sound check', () => {
  it.each([16_000, 44_100, 48_000])('is found at %d samples a second, wherever it begins, loud or soft', (rate) => {
    const sound = renderChirp(rate)
    for (const [at, gain] of [
      [0, 1],
      [0.3, 0.01],
      [0.59, 0.2],
    ] as const)
      expect(hearsChirp(recording(rate, { sound, at, gain, noise: 0.001 }), rate), `${at} s`).toBe(true)
  })

  it('is found in noise that is louder than it', () => {
    const rate = 48_000
    const scores = [1, 2, 3].map((seed) =>
      chirpScore(recording(rate, { sound: renderChirp(rate), gain: 0.1, noise: 0.5, seed }), rate),
    )
    for (const score of scores) expect(score).toBeGreaterThan(8)
  })

  it('is found with an echo of the room', () => {
    const rate = 44_100
    const chirp = renderChirp(rate)
    const echoing = new Float32Array(chirp.length + rate)
    for (const [delay, gain] of [
      [0, 1],
      [0.03, 0.7],
      [0.071, 0.5],
      [0.11, 0.4],
      [0.2, 0.2],
    ] as const)
      for (const [i, sample] of chirp.entries())
        echoing[i + Math.round(delay * rate)] = (echoing[i + Math.round(delay * rate)] ?? 0) + gain * sample
    expect(hearsChirp(recording(rate, { sound: echoing, at: 0.2, gain: 0.1, noise: 0.02 }), rate)).toBe(true)
  })

  const rate = 48_000
  const hum = Float32Array.from({ length: Math.round(SECONDS * rate) }, (_, i) =>
    Math.sin((2 * Math.PI * 1_500 * i) / rate),
  )
  const clap = Float32Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 1 : -1) * (1 - i / 200))

  it.each<[string, Parameters<typeof recording>[1]]>([
    ['silence', {}],
    ['noise', { noise: 0.5 }],
    ['other noise', { noise: 0.9, seed: 7 }],
    ['a hum', { sound: hum, at: 0 }],
    ['a clap', { sound: clap, noise: 0.01 }],
    ['the chirp backwards', { sound: renderChirp(rate).reverse(), noise: 0.01 }],
    ['the bell of a new order', { sound: renderSound('new-order', rate), at: 0, noise: 0.01 }],
  ])('is not found in %s', (_, parts) => expect(hearsChirp(recording(rate, parts), rate)).toBe(false))

  it('is not found in a recording that is too short for it', () => {
    expect(chirpScore(renderChirp(rate).slice(0, 1_000), rate)).toBe(0)
    expect(chirpScore(new Float32Array(0), rate)).toBe(0)
  })
})
