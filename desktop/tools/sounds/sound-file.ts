import { renderSound } from '../../core/sounds/render-sound.ts'
import type { SoundName } from '../../core/sounds/sound-table.ts'
import { wavOf, writeWav } from '../../speech/wav.ts'

/** Samples a second: twice the highest partial and more, at half the size of a CD's. */
const RATE = 22_050

/** Makes a bundled sound, at full, as a WAV file: mono, 16 bit. */
export function soundFile(name: SoundName): Buffer {
  return writeWav(wavOf(renderSound(name, RATE), RATE))
}
