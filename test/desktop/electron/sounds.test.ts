import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SOUNDS } from '../../../desktop/tools/sounds/synthesize.ts'
import { root } from '../../tooling/source-files.ts'

const HEADER = 44

describe.each(Object.entries(SOUNDS))('%s', (name, make) => {
  const kept = readFileSync(join(root, 'desktop/sounds', name))

  it('is what the script makes (run `npm run build:sounds` after a change)', () => {
    const made = make()
    expect(kept.subarray(0, HEADER)).toEqual(made.subarray(0, HEADER))
    expect(kept.length).toBe(made.length)
    for (let i = HEADER; i < made.length; i += 2) {
      // Another machine's sine may differ in the last bit.
      expect(Math.abs(kept.readInt16LE(i) - made.readInt16LE(i))).toBeLessThanOrEqual(1)
    }
  })

  it('is loud, does not clip, ends quietly and within three seconds', () => {
    const rate = kept.readUInt32LE(24)
    const samples = Array.from({ length: (kept.length - HEADER) / 2 }, (_, i) => kept.readInt16LE(HEADER + 2 * i))
    expect(samples.length / rate).toBeLessThan(3)
    expect(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)).toBeCloseTo(0.9 * 32_767, -2)
    expect(Math.abs(samples.at(-1) ?? 0)).toBeLessThan(300)
  })
})

it('the two can be told apart', () => {
  expect(SOUNDS['new-order.wav']().equals(SOUNDS['urgent.wav']())).toBe(false)
})
