/** A RIFF/WAVE file: the bytes of its `fmt ` chunk, and its samples. */
export interface Wav {
  format: Buffer
  samples: Buffer
}

const RIFF_HEADER = 12
const CHUNK_HEADER = 8

/**
 * Reads a RIFF/WAVE file. A size that runs past the end means "to the end": a program that writes to a pipe cannot
 * know its length beforehand and fills in a huge one. Returns undefined for anything that is no such file.
 */
export function readWav(file: Buffer): Wav | undefined {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, RIFF_HEADER) !== 'WAVE') return undefined
  let format: Buffer | undefined
  let at = RIFF_HEADER
  while (at + CHUNK_HEADER <= file.length) {
    const name = file.toString('latin1', at, at + 4)
    const size = file.readUInt32LE(at + 4)
    const body = file.subarray(at + CHUNK_HEADER, at + CHUNK_HEADER + size)
    if (name === 'fmt ') format = body
    if (name === 'data') return format === undefined || format.length < 16 ? undefined : { format, samples: body }
    // Chunks begin at even places.
    at += CHUNK_HEADER + size + (size % 2)
  }
  return undefined
}

/** Writes a canonical RIFF/WAVE file: `fmt `, then `data`, with true sizes. */
export function writeWav({ format, samples }: Wav): Buffer {
  const body = Buffer.concat([chunk('fmt ', format), chunk('data', samples)])
  return Buffer.concat([header('RIFF', 4 + body.length), Buffer.from('WAVE', 'latin1'), body])
}

/** Joins files into one that plays them in turn; `undefined` when there is none or their formats differ. */
export function joinWavs(parts: readonly Wav[]): Wav | undefined {
  const first = parts[0]
  if (first === undefined || parts.some((part) => !part.format.equals(first.format))) return undefined
  return { format: first.format, samples: Buffer.concat(parts.map((part) => wholeFrames(part))) }
}

/** A stream cut in the middle of a frame (all channels of one sample) must not shift the bytes of what follows. */
function wholeFrames({ format, samples }: Wav): Buffer {
  const frame = Math.max(1, format.readUInt16LE(12))
  return samples.subarray(0, samples.length - (samples.length % frame))
}

/** Makes a mono sound of 16 bit of samples, −1 … 1, `rate` of them a second. */
export function wavOf(samples: Float32Array, rate: number): Wav {
  const format = Buffer.alloc(16)
  const bytesPerSample = 2
  format.writeUInt16LE(1, 0)
  format.writeUInt16LE(1, 2)
  format.writeUInt32LE(rate, 4)
  format.writeUInt32LE(rate * bytesPerSample, 8)
  format.writeUInt16LE(bytesPerSample, 12)
  format.writeUInt16LE(8 * bytesPerSample, 14)
  const data = Buffer.alloc(samples.length * bytesPerSample)
  for (const [i, sample] of samples.entries()) data.writeInt16LE(Math.round(sample * 32_767), i * bytesPerSample)
  return { format, samples: data }
}

function chunk(name: string, body: Buffer): Buffer {
  return Buffer.concat([header(name, body.length), body, Buffer.alloc(body.length % 2)])
}

function header(name: string, size: number): Buffer {
  const bytes = Buffer.alloc(CHUNK_HEADER)
  bytes.write(name, 'latin1')
  bytes.writeUInt32LE(size, 4)
  return bytes
}
