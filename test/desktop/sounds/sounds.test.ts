import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { soundOf } from '../../../desktop/core/sounds/sound-of.ts'
import { SOUND_NAMES, SOUNDS, type SoundName } from '../../../desktop/core/sounds/sound-table.ts'
import { soundFile } from '../../../desktop/tools/sounds/sound-file.ts'
import { measureSound } from '../../lab/sounds/measure-sound.ts'
import { bundledSound } from '../../lab/sounds/recordings.ts'
import { soundTable } from '../../lab/sounds/sound-table-text.ts'
import { root } from '../../tooling/source-files.ts'
import { expectCarrying } from './expect-carrying.ts'

const HEADER = 44

describe.each(SOUND_NAMES)('%s.wav', (name) => {
  it('is what the script makes (run `npm run build:sounds` after a change)', () => {
    const kept = readFileSync(join(root, `desktop/sounds/${name}.wav`))
    const made = soundFile(name)
    expect(kept.subarray(0, HEADER)).toEqual(made.subarray(0, HEADER))
    expect(kept.length).toBe(made.length)
    const differences = Array.from({ length: (made.length - HEADER) / 2 }, (_, i) =>
      Math.abs(kept.readInt16LE(HEADER + 2 * i) - made.readInt16LE(HEADER + 2 * i)),
    )
    // Another machine's cosine may differ in the last bit.
    expect(differences.filter((difference) => difference > 1)).toEqual([])
  })

  it('carries: partials, spectrum, rhythm, a gap before the words, no clipping, under three seconds', () => {
    expectCarrying(name, measureSound(bundledSound(name)))
  })
})

it('all are equally loud within 1 dB', () => {
  const loudness = SOUND_NAMES.map((name) => measureSound(bundledSound(name)).loudness)
  expect(Math.max(...loudness) - Math.min(...loudness)).toBeLessThan(1)
})

it('docs/sounds.md shows what is measured (run `npm run measure:sounds` after a change)', () => {
  expect(readFileSync(join(root, 'docs/sounds.md'), 'utf8')).toContain(soundTable())
})

it('no two have the same rhythm', () => {
  const intervals = (name: SoundName) => {
    const onsets = SOUNDS[name].strokes.map(({ at }) => at)
    return onsets.slice(1).map((at, i) => Math.round((at - (onsets[i] ?? 0)) * 10))
  }
  expect(new Set(SOUND_NAMES.map((name) => JSON.stringify(intervals(name)))).size).toBe(SOUND_NAMES.length)
})

it.each([
  ['new_order', 1, 'new-order'],
  ['new_order', 2, 'new-order'],
  ['new_order', 3, 'overdue'],
  ['urge', 1, 'urge'],
  ['urge', 3, 'urge'],
  ['cancel', 1, 'cancel'],
  ['missed', 1, 'overdue'],
  ['other', 1, 'notice'],
  ['offline', 2, 'offline'],
  ['notice', 1, 'notice'],
] as const)('%s at level %i sounds %s', (kind, level, sound) => expect(soundOf({ kind, level })).toBe(sound))
