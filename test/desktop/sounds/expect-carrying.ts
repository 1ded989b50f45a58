import { expect } from 'vitest'
import { SOUNDS, type SoundName } from '../../../desktop/core/sounds/sound-table.ts'
import type { Measured } from '../../lab/sounds/measure-sound.ts'

/** Expects of a sound at full that it carries across a kitchen and has the rhythm of its kind: docs/sounds.md. */
export function expectCarrying(name: SoundName, measured: Measured): void {
  expect(measured.partials).toBeGreaterThanOrEqual(4)
  expect(measured.strongest).toBeGreaterThan(1_000)
  expect(measured.strongest).toBeLessThan(4_000)
  expect(measured.low, 'dB of energy below 600 Hz').toBeLessThan(-30)
  expect(measured.loudness).toBeGreaterThan(-11)
  expect(measured.peak).toBeLessThan(-0.3)
  expect(measured.seconds).toBeLessThan(3)
  expect(measured.gap).toBeGreaterThanOrEqual(0.25)
  const strokes = SOUNDS[name].strokes.map(({ at }) => at)
  expect(measured.onsets).toHaveLength(strokes.length)
  for (const [i, at] of strokes.entries()) expect(Math.abs((measured.onsets[i] ?? 0) - at)).toBeLessThan(0.03)
}
