import { execFileSync } from 'node:child_process'
import { constants, openSync } from 'node:fs'
import { Socket } from 'node:net'
import { machineMs } from './clock.ts'

/** A pipe that programs write WAVE sound into, one after the other. Times are of `machineMs`. */
export interface SoundSink {
  path: string
  /** How many sounds have begun to come, and when the first samples of the latest were here. */
  begun(): number
  begunAt(): number
  /** When anything came last. */
  lastAt(): number
  close(): void
}

/** Of espeak-ng's output; what follows it are samples. */
const HEADER_BYTES = 44

export function openSoundSink(path: string): SoundSink {
  execFileSync('mkfifo', [path])
  // Open for writing too, so that the end of one program is not the end of the pipe.
  const pipe = new Socket({
    fd: openSync(path, constants.O_RDWR | constants.O_NONBLOCK),
    readable: true,
    writable: false,
  })
  let begun = 0
  let begunAt = Number.NaN
  let lastAt = machineMs()
  /** Bytes still to come before the first sample. */
  let header = 0
  pipe.on('data', (chunk: Buffer) => {
    lastAt = machineMs()
    if (chunk.subarray(0, 4).toString('latin1') === 'RIFF') header = HEADER_BYTES
    if (header === 0) return
    header = Math.max(0, header - chunk.length)
    if (header > 0) return
    begun++
    begunAt = lastAt
  })
  return { path, begun: () => begun, begunAt: () => begunAt, lastAt: () => lastAt, close: () => pipe.destroy() }
}
