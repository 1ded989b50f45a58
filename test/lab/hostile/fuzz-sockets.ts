import { CLOSE } from '../../../shared/protocol/close-codes.ts'
import { createSeededRandom, type SeededRandom } from '../../support/seeded-random.ts'
import { type FrameContext, goodFrame, hello, oddFrame } from './frames.ts'
import type { Fuzzed, FuzzOptions } from './fuzz-requests.ts'
import type { Target } from './target.ts'
import { openSocket, type WatchedSocket } from './watched-socket.ts'

/** A run that found this much has found enough. */
const MAX_FOUND = 20
/** The server closes a connection that sends more than 500 frames in a second. */
const MOST_FRAMES = 200

/**
 * Sends `count` frames: before hello, as hello, while the server is still answering it, and long after. A connection
 * on which only good frames were sent must be alive at its end; on every other one the server may close, by the rules.
 */
export async function fuzzSockets(target: Target, { seed, count, sent }: FuzzOptions): Promise<Fuzzed> {
  const fuzzed: Fuzzed = { answers: {}, found: [] }
  let left = count
  let connections = 0

  async function one(context: FrameContext, random: SeededRandom, name: string): Promise<void> {
    const socket = await openSocket(target.url, context)
    const script: string[] = []
    const send = (frame: string | Buffer | object) => {
      const data = typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame)
      script.push(data.toString('latin1').slice(0, 300))
      socket.send(data, random.chance(0.05) && Buffer.isBuffer(frame))
      left--
      sent()
    }
    const patient = await speak(socket, context, random, send)
    const alive = await socket.alive()
    // 1012 sends devices away for a moment, so that they hear of a store that was changed: by a request of the fuzz.
    if (patient && !alive && socket.code() !== CLOSE.restart.code)
      socket.complain(`closed with ${socket.code()}, though every frame was good`)
    if (random.chance(0.5)) socket.terminate()
    const code = await socket.close()
    fuzzed.answers[code] = (fuzzed.answers[code] ?? 0) + 1
    for (const what of socket.complaints())
      fuzzed.found.push(`${what}\n    ${name}: ${script.slice(-10).map((text) => JSON.stringify(text))}`)
  }

  /** A lane has a device of its own: of two connections of one device the older one goes. */
  async function lane(context: FrameContext): Promise<void> {
    while (left > 0 && fuzzed.found.length < MAX_FOUND) {
      const index = connections++
      await one(context, createSeededRandom(seed * 1_000_003 + index), `connection ${index}`)
    }
  }

  const [first, second] = target.shops
  const lanes = [
    ...first.devices.map(({ token }) => ({ shop: first, other: second, token })),
    ...second.devices.map(({ token }) => ({ shop: second, other: first, token })),
  ]
  await Promise.all(lanes.map((device) => lane({ ...device, seq: 0, cursor: null })))
  return fuzzed
}

/** Resolves to true when nothing was sent but what must be taken. */
async function speak(
  socket: WatchedSocket,
  context: FrameContext,
  random: SeededRandom,
  send: (frame: string | Buffer | object) => void,
): Promise<boolean> {
  const state = random.next()
  if (state < 0.2) {
    for (let frames = 1 + random.int(4); frames > 0; frames--) send(oddFrame(context, random))
    return false
  }
  send(hello(context, random))
  const waits = random.chance(0.7)
  if (waits) await socket.synced()
  const patient = state < 0.7
  // An ack is right only for what has been sent, and before it is synced that is not known.
  const frames = random.int(patient ? MOST_FRAMES : 20)
  for (let n = 0; n < frames; n++) {
    send(
      patient || random.chance(0.5)
        ? goodFrame(waits ? context : { ...context, seq: 0 }, random)
        : oddFrame(context, random),
    )
  }
  return patient
}
