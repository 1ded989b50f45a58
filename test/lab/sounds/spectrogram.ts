import type { Bitmap } from '../../../desktop/icons/paint.ts'
import { decibels, type Recording } from './measure-sound.ts'
import { powerBetween, spectrumOf } from './spectrum.ts'

const SIZE = 720
const COLUMNS = 2
const ROWS = 3
const SECONDS = 2.4
const HIGHEST_HZ = 6_000
const LINES_HZ = [600, 1_000, 4_000]
const WINDOW_S = 0.046
/** Levels from black to white, dB of a pixel's power. */
const DARKEST_DB = -75
const BRIGHTEST_DB = -25
/** Few shades make a small file. */
const SHADES = 12

/**
 * Draws up to six sounds in one picture, row by row: 2.4 s from left to right, 0 to 6 kHz upwards, lines at 600 Hz, 1
 * and 4 kHz.
 */
export function drawSpectrograms(sounds: readonly Recording[]): Bitmap {
  const bgra = Buffer.alloc(SIZE * SIZE * 4, 255)
  const width = SIZE / COLUMNS
  const height = SIZE / ROWS
  for (const [i, sound] of sounds.entries()) {
    const left = (i % COLUMNS) * width
    const top = Math.floor(i / COLUMNS) * height
    for (let x = 0; x < width - 2; x++) {
      const column = spectrumAt(sound, (x / width) * SECONDS)
      for (let y = 0; y < height - 2; y++) {
        const hertz = ((height - y) / height) * HIGHEST_HZ
        const line = LINES_HZ.some((at) => Math.abs(at - hertz) < HIGHEST_HZ / height / 2)
        const shade = Math.max(line ? 0.3 : 0, column(hertz))
        bgra.set(
          [0.25, 0.6, 1].map((tint) => Math.round(255 * shade ** (1 / tint))),
          ((top + y) * SIZE + left + x) * 4,
        )
      }
    }
  }
  return { size: SIZE, bgra }
}

/** Computes the shade, 0–1, of each frequency at a time, seconds. */
function spectrumAt({ samples, rate }: Recording, at: number): (hertz: number) => number {
  const count = Math.round(WINDOW_S * rate)
  const from = Math.round(at * rate) - count / 2
  const window = Float32Array.from({ length: count }, (_, i) => samples[Math.round(from) + i] ?? 0)
  const spectrum = spectrumOf(window, rate, 'hann')
  return (hertz) => {
    const level = decibels(powerBetween(spectrum, hertz - spectrum.step / 2, hertz + spectrum.step / 2))
    const shade = (level - DARKEST_DB) / (BRIGHTEST_DB - DARKEST_DB)
    return Math.round(Math.min(1, Math.max(0, shade)) * SHADES) / SHADES
  }
}
