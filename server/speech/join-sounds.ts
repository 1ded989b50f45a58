const RIFF_HEADER = 12
const CHUNK_HEADER = 8

/** The parts of a RIFF/WAVE file: the bytes of its `fmt ` chunk, and its samples. */
interface Sound {
  format: Buffer
  samples: Buffer
}

/**
 * Joins sounds of one format (RIFF/WAVE) into one file with true sizes: espeak-ng writes to a pipe, and cannot know a
 * length beforehand. Returns `undefined` when one of them is no sound, or their formats differ.
 */
export function joinSounds(files: readonly Buffer[]): Buffer | undefined {
  const sounds = files.map(readSound).filter((sound) => sound !== undefined)
  const [first] = sounds
  if (first === undefined || sounds.length < files.length) return undefined
  if (sounds.some(({ format }) => !format.equals(first.format))) return undefined
  const samples = Buffer.concat(sounds.map(({ samples }) => samples))
  const body = Buffer.concat([chunk('fmt ', first.format), chunk('data', samples)])
  return Buffer.concat([header('RIFF', 4 + body.length), Buffer.from('WAVE', 'latin1'), body])
}

function readSound(file: Buffer): Sound | undefined {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, RIFF_HEADER) !== 'WAVE') return undefined
  let format: Buffer | undefined
  let at = RIFF_HEADER
  while (at + CHUNK_HEADER <= file.length) {
    const name = file.toString('latin1', at, at + 4)
    const size = file.readUInt32LE(at + 4)
    // A size that runs past the end means "to the end".
    const body = file.subarray(at + CHUNK_HEADER, at + CHUNK_HEADER + size)
    if (name === 'fmt ') format = body
    if (name === 'data') return format === undefined || format.length < 16 ? undefined : wholeFrames(format, body)
    // Chunks begin at even places.
    at += CHUNK_HEADER + size + (size % 2)
  }
  return undefined
}

/** A stream cut in the middle of a frame (all channels of one sample) must not shift the bytes of what follows. */
function wholeFrames(format: Buffer, samples: Buffer): Sound {
  const frame = Math.max(1, format.readUInt16LE(12))
  return { format, samples: samples.subarray(0, samples.length - (samples.length % frame)) }
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
