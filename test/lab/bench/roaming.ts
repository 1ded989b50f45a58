import { setTimeout as pause } from 'node:timers/promises'
import type { Device } from './device.ts'

/** What happened to devices that come and go. */
export interface Roamed {
  /** Connections that a device ended, to go to another node. */
  left: number
  /** Connections that ended otherwise, by close code. */
  dropped: Record<string, number>
  /** Connections that ended before the device was in sync; it tried again. */
  failed: number
  /** Hellos after which it went on behind its cursor. */
  resumed: number
  /** Hellos after which it got a snapshot, by reason. */
  resets: Record<string, number>
}

export interface Roaming {
  /** Lets a device that is connected come and go from now on. */
  add(device: Device): void
  ended(device: Device, code: number): void
  welcomed(resumed: boolean, reason: string | undefined): void
  /** Ends it; resolves when every device is connected and in sync, to what happened. */
  settle(): Promise<Roamed>
}

/** A device that was turned away tries again within this time, ms. */
const AGAIN_WITHIN_MS = 500

/** Lets devices leave at random, each after `everyMs` on average, and come back at once to any of the nodes. */
export function createRoaming(urls: readonly string[], everyMs: number): Roaming {
  const roamed = addRoamed([])
  const ends = new Map<Device, (code: number) => void>()
  const wandering: Promise<void>[] = []
  let settling = () => {}
  const settled = new Promise<undefined>((resolve) => {
    settling = () => resolve(undefined)
  })
  let over = false

  async function comeBack(device: Device): Promise<void> {
    for (;;) {
      try {
        return await device.connect(urls[Math.floor(Math.random() * urls.length)])
      } catch {
        roamed.failed++
        await pause(Math.random() * AGAIN_WITHIN_MS)
      }
    }
  }

  async function wander(device: Device): Promise<void> {
    while (!over) {
      const ended = new Promise<number>((resolve) => ends.set(device, resolve))
      const upSoon = new AbortController()
      const time = pause(-Math.log(1 - Math.random()) * everyMs, undefined, { signal: upSoon.signal }).catch(() => {})
      const code = await Promise.race([ended, time, settled])
      upSoon.abort()
      if (code !== undefined) count(roamed.dropped, String(code))
      else if (over) return
      else {
        roamed.left++
        device.leave()
        await ended
      }
      ends.delete(device)
      await comeBack(device)
    }
  }

  return {
    add: (device) => void wandering.push(wander(device)),
    ended: (device, code) => ends.get(device)?.(code),
    welcomed(resumed, reason = 'none given') {
      if (resumed) roamed.resumed++
      else count(roamed.resets, reason)
    },
    async settle() {
      over = true
      settling()
      await Promise.all(wandering)
      return roamed
    },
  }
}

function count(counts: Record<string, number>, name: string, more = 1): void {
  counts[name] = (counts[name] ?? 0) + more
}

/** Adds up what happened in several processes. */
export function addRoamed(parts: readonly Roamed[]): Roamed {
  const all: Roamed = { left: 0, dropped: {}, failed: 0, resumed: 0, resets: {} }
  for (const part of parts) {
    all.left += part.left
    all.failed += part.failed
    all.resumed += part.resumed
    for (const [code, times] of Object.entries(part.dropped)) count(all.dropped, code, times)
    for (const [reason, times] of Object.entries(part.resets)) count(all.resets, reason, times)
  }
  return all
}
