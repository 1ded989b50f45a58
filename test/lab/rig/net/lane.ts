import type { Socket } from 'node:net'
import type { Clock } from '../../../../shared/clock.ts'
import type { SeededRandom } from '../../../support/seeded-random.ts'
import type { Way } from './weather.ts'

/** More than this on its way, and the sender is not read any more: as a TCP window would have it. */
const MOST_BYTES = 64 * 1024
/** The bound on bytes a second is kept to in pieces of this size. */
const PIECE_BYTES = 512

/** One direction of one connection. */
export interface Lane {
  /** The weather has changed. */
  look(): void
  /** Nothing arrives any more, ever; what the sender sends is swallowed. */
  swallow(): void
}

type Item = { due: number; what: Buffer | 'end' | 'reset' }

/** Ends the socket by RST; one whose FIN is already on its way is only closed, which is all that the system allows. */
export function abort(socket: Socket): void {
  // Node keeps the handle for ever when the system refuses the reset, and it does after a shutdown.
  if (socket.writableEnded) socket.destroy()
  else socket.resetAndDestroy()
}

/** Carries what `from` sends to `to`, its end included, in order, as slowly as `way()` says. */
export function createLane(
  from: Socket,
  to: Socket,
  way: () => Way,
  deps: { clock: Clock; random: SeededRandom },
): Lane {
  const { clock, random } = deps
  const queue: Item[] = []
  let queued = 0
  let lastDue = 0
  let freeAt = 0
  let swallowed = false
  let cancel = () => {}

  function add(what: Item['what']): void {
    if (swallowed) return
    const { latencyMs, jitterMs, stallsPerMille, stallMs } = way()
    const jitter = (random.next() * 2 - 1) * jitterMs
    const stall = random.chance(stallsPerMille / 1000) ? stallMs : 0
    lastDue = Math.max(lastDue, clock.elapsed() + latencyMs + jitter + stall)
    queue.push({ due: lastDue, what })
    if (typeof what !== 'string') queued += what.length
    if (queued > MOST_BYTES) from.pause()
    look()
  }

  function look(): void {
    cancel()
    for (let item = queue[0]; item !== undefined && !way().held; item = queue[0]) {
      const waitMs = Math.max(item.due, freeAt) - clock.elapsed()
      if (waitMs > 0) {
        cancel = clock.after(waitMs, look)
        return
      }
      queue.shift()
      deliver(item.what)
    }
  }

  function deliver(what: Item['what']): void {
    if (what === 'end') to.end()
    else if (what === 'reset') abort(to)
    else {
      queued -= what.length
      if (queued <= MOST_BYTES) from.resume()
      to.write(what)
      const { bytesPerSecond } = way()
      if (bytesPerSecond > 0) freeAt = clock.elapsed() + (what.length / bytesPerSecond) * 1000
    }
  }

  from.on('data', (bytes: Buffer) => {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) add(bytes.subarray(at, at + PIECE_BYTES))
  })
  from.on('end', () => (swallowed ? from.destroy() : add('end')))
  from.on('error', () => add('reset'))

  return {
    look,
    swallow() {
      swallowed = true
      cancel()
      queue.length = 0
      queued = 0
      from.resume()
    },
  }
}
