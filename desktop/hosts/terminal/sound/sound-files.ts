import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ring } from '../../../core/ports.ts'
import { renderSound } from '../../../core/sounds/render-sound.ts'
import { soundOf } from '../../../core/sounds/sound-of.ts'
import { wavOf, writeWav } from '../../../speech/wav.ts'

/** Samples a second: every system's mixer takes this without a resampler of doubtful quality. */
const RATE = 48_000

export interface SoundFiles {
  /** Finds the file of a ring, and writes it at first. Rejects when it cannot be written. */
  of(ring: Ring): Promise<string>
}

/**
 * Keeps the sounds as WAV files in a folder of ours, one for each sound and volume that has rung: not every player can
 * play softer, so the volume is in the file.
 */
export function createSoundFiles(folder: string): SoundFiles {
  const written = new Map<string, Promise<string>>()

  async function write(name: string, ring: Ring): Promise<string> {
    const samples = renderSound(soundOf(ring), RATE).map((sample) => sample * ring.volume)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, name)
    await writeFile(file, writeWav(wavOf(samples, RATE)))
    return file
  }

  return {
    of(ring) {
      const name = `${soundOf(ring)}-${Math.round(ring.volume * 1_000)}.wav`
      const known = written.get(name)
      if (known !== undefined) return known
      const file = write(name, ring)
      written.set(name, file)
      file.catch(() => written.delete(name))
      return file
    },
  }
}
