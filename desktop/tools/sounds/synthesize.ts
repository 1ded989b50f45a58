/** Samples a second: enough for bells, and half the size of a CD's. */
const RATE = 22_050

interface Strike {
  /** Seconds from the beginning. */
  at: number
  /** Hertz. */
  pitch: number
  /** Seconds until it has faded to a thousandth. */
  rings: number
}

/** Partials of a small struck bell: ratio to the pitch, loudness, how much sooner than the pitch it fades. */
const PARTIALS = [
  [1, 1, 1],
  [2.76, 0.45, 1.9],
  [5.4, 0.2, 3.4],
  [8.93, 0.08, 5],
] as const

/** A door bell going up: something good has come. */
const NEW_ORDER: readonly Strike[] = [
  { at: 0, pitch: 659.26, rings: 0.9 },
  { at: 0.2, pitch: 830.61, rings: 0.9 },
  { at: 0.4, pitch: 987.77, rings: 1.2 },
]

/** Two tones hammered alternately: somebody is waiting. Higher and faster, so that nobody takes one for the other. */
const URGENT: readonly Strike[] = Array.from({ length: 8 }, (_, i) => ({
  at: i * 0.14,
  pitch: i % 2 === 0 ? 1318.51 : 1046.5,
  rings: 0.3,
}))

/** The bundled sounds by file name: mono, 16 bit, as WAV files. */
export const SOUNDS = { 'new-order.wav': () => wav(render(NEW_ORDER)), 'urgent.wav': () => wav(render(URGENT)) }

/** −1 … 1. */
function render(strikes: readonly Strike[]): Float64Array {
  const seconds = Math.max(...strikes.map(({ at, rings }) => at + rings))
  const samples = new Float64Array(Math.ceil(seconds * RATE))
  for (const { at, pitch, rings } of strikes) {
    const first = Math.round(at * RATE)
    for (let i = 0; i < rings * RATE; i++) {
      const t = i / RATE
      const attack = Math.min(1, t / 0.004)
      const sum = PARTIALS.reduce(
        (all, [ratio, loud, fade]) =>
          all + loud * Math.exp((-6.9 * fade * t) / rings) * Math.sin(2 * Math.PI * pitch * ratio * t),
        0,
      )
      samples[first + i] = (samples[first + i] ?? 0) + attack * sum
    }
  }
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
  return samples.map((sample) => (sample / peak) * 0.9)
}

function wav(samples: Float64Array): Buffer {
  const data = samples.length * 2
  const file = Buffer.alloc(44 + data)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(36 + data, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(RATE, 24)
  file.writeUInt32LE(RATE * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(data, 40)
  for (const [i, sample] of samples.entries()) file.writeInt16LE(Math.round(sample * 32_767), 44 + 2 * i)
  return file
}
