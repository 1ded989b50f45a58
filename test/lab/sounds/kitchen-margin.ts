import { decibels, loudest, type Recording } from './measure-sound.ts'
import { powerBetween, spectrumOf, weightA } from './spectrum.ts'

/**
 * The model behind the margins: a loudspeaker that makes 90 dB of a sine at full scale, one metre away, in the open
 * (small active ones reach that), and a listener three metres away. The noise is pink, as loud in every third of an
 * octave. Every decibel more or less of the loudspeaker or the noise is one of the margin.
 */
const LOUDSPEAKER_DB = 90
const DISTANCE_M = 3

const SINE_DB = decibels(0.5)
/** The third-octave bands from 50 Hz to 10 kHz, by their middle frequencies (IEC 61260-1, base two). */
const BANDS = Array.from({ length: 24 }, (_, i) => 1_000 * 2 ** ((i - 13) / 3))
const HALF_BAND = 2 ** (1 / 6)

/** Computes how far the loudest third-octave band of a sound's loudest 400 ms exceeds the noise's, dB; `noise` in dB(A). */
export function marginOver(noise: number, recording: Recording): number {
  const { samples, rate } = loudest(recording).sound
  const spectrum = spectrumOf(samples, rate)
  const atEar = LOUDSPEAKER_DB - SINE_DB - 20 * Math.log10(DISTANCE_M)
  const band = noise - decibels(BANDS.reduce((sum, hertz) => sum + weightA(hertz) ** 2, 0))
  const signal = BANDS.map((hertz) => decibels(powerBetween(spectrum, hertz / HALF_BAND, hertz * HALF_BAND)))
  return Math.max(...signal) + atEar - band
}
