import { CHIRP_S, renderChirp } from '../../../core/sounds/chirp.ts'
import { hearsChirp } from '../../../core/sounds/find-chirp.ts'
import type { Hearing } from '../../../ui/bridge.ts'

/** The recording before and after the chirp, milliseconds: a Bluetooth loudspeaker begins late. */
const BEFORE_MS = 300
const AFTER_MS = 1_200

/** The names of the errors of `getUserMedia` (Media Capture and Streams, 10.2). */
const REFUSALS: Partial<Record<string, Hearing>> = {
  NotAllowedError: 'not_allowed',
  NotFoundError: 'no_microphone',
  NotReadableError: 'no_microphone',
}

/**
 * Plays a chirp at full and looks for it in what the microphone hears meanwhile. Two seconds are recorded, in memory
 * alone; the microphone is closed before they are looked at, and they are dropped afterwards. Never rejects.
 */
export async function checkHearing(): Promise<Hearing> {
  const context = new AudioContext()
  try {
    // What makes telephone calls better takes away exactly what we look for.
    const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false }
    const stream = await navigator.mediaDevices.getUserMedia({ audio })
    try {
      await context.resume()
      const recording = await record(stream, context)
      const heard = await context.decodeAudioData(recording)
      return hearsChirp(heard.getChannelData(0), heard.sampleRate) ? 'heard' : 'not_heard'
    } finally {
      close(stream)
    }
  } catch (error) {
    return REFUSALS[error instanceof Error ? error.name : ''] ?? 'failed'
  } finally {
    await context.close()
  }
}

async function record(stream: MediaStream, context: AudioContext): Promise<ArrayBuffer> {
  const recorder = new MediaRecorder(stream)
  const parts: Blob[] = []
  const ended = new Promise<void>((resolve, reject) => {
    recorder.ondataavailable = ({ data }) => parts.push(data)
    recorder.onstop = () => resolve()
    recorder.onerror = () => reject(new Error('the microphone could not be recorded'))
  })
  recorder.start()
  await play(context)
  recorder.stop()
  await ended
  close(stream)
  return await new Blob(parts).arrayBuffer()
}

/** Plays the chirp with the silence around it as one sound, so that the sound's own end is the end of the recording. */
function play(context: AudioContext): Promise<void> {
  const rate = context.sampleRate
  const buffer = context.createBuffer(1, Math.ceil((CHIRP_S + (BEFORE_MS + AFTER_MS) / 1_000) * rate), rate)
  buffer.copyToChannel(renderChirp(rate), 0, Math.round((BEFORE_MS / 1_000) * rate))
  const source = new AudioBufferSourceNode(context, { buffer })
  source.connect(context.destination)
  const ended = new Promise<void>((resolve) => source.addEventListener('ended', () => resolve()))
  source.start()
  return ended
}

function close(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
