import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SoundName } from '../../../desktop/core/sounds/sound-table.ts'
import { readWav } from '../../../desktop/speech/wav.ts'
import { root } from '../../tooling/source-files.ts'
import type { Recording } from './measure-sound.ts'

/** Reads a sound of the app. Throws an Error when its file is no WAV file. */
export function bundledSound(name: SoundName): Recording {
  return recordingOf(readFileSync(join(root, `desktop/sounds/${name}.wav`)))
}

/** Reads a mono WAV file of 16 bit. Throws an Error for any other file. */
export function recordingOf(file: Buffer): Recording {
  const wav = readWav(file)
  if (wav === undefined || wav.format.readUInt16LE(2) !== 1 || wav.format.readUInt16LE(14) !== 16) {
    throw new Error('not a mono WAV file of 16 bit')
  }
  const samples = Float32Array.from(
    { length: wav.samples.length / 2 },
    (_, i) => wav.samples.readInt16LE(2 * i) / 32_768,
  )
  return { samples, rate: wav.format.readUInt32LE(4) }
}
