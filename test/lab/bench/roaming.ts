import { setTimeout as pause } from 'node:timers/promises'
import type { Device } from './device.ts'

/** What happened to devices that come and go. */
export interface Roamed {
  /** Connections that a device ended, to go to another node. */
  left: number
  /** Connections that ended otherwise, by close code. */
  dropped: Record<string, number>
  /** Those that ended when nobody left any more. */
  droppedAfter: Record<string, number>
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
  /** Lets nobody leave any more; resolves when every device is connected and in sync, to what happened so far. */
  settle(): Promise<Roamed>
}

/** A device that was turned away tries again within this time, ms. */
const AGAIN_WITHIN_MS = 500
const LOOK_AGAIN_MS = 20

/**
 * Lets devices leave at random, each after `everyMs` on average, and come back at once to any of the nodes. After the end
 * of it nobody leaves any more; a connection that breaks even then is made again, as every client of ours does.
 */
export function createRoaming(urls: readonly string[], everyMs: number): Roaming {
  const roamed = addRoamed([])
  const ends = new Map<Device, (code: number) => void>()
  const away = new Set<Device>()
  let settling = () => {}
  const settled = new Promise<'settled'>((resolve) => {
    settling = () => resolve('settled')
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

  /** Resolves to `time` when the device is to leave, to `settled` when all have to stay from now on. */
  async function staysUntil(upSoon: AbortSignal): Promise<'time' | 'settled'> {
    const ms = -Math.log(1 - Math.random()) * everyMs
    const time = pause(ms, 'time' as const, { signal: upSoon }).catch(() => 'time' as const)
    return await Promise.race([time, settled])
  }

  async function wander(device: Device): Promise<never> {
    for (;;) {
      const ended = new Promise<number>((resolve) => ends.set(device, resolve))
      const upSoon = new AbortController()
      const first = over ? await ended : await Promise.race([ended, staysUntil(upSoon.signal)])
      upSoon.abort()
      const leaves = first === 'time' && !over
      if (leaves) {
        roamed.left++
        device.leave()
      }
      const code = await ended
      if (!leaves) count(over ? roamed.droppedAfter : roamed.dropped, String(code))
      away.add(device)
      await comeBack(device)
      away.delete(device)
    }
  }

  return {
    add: (device) => void wander(device),
    ended: (device, code) => ends.get(device)?.(code),
    welcomed(resumed, reason = 'none given') {
      if (resumed) roamed.resumed++
      else count(roamed.resets, reason)
    },
    async settle() {
      over = true
      settling()
      while (away.size > 0) await pause(LOOK_AGAIN_MS)
      return roamed
    },
  }
}

function count(counts: Record<string, number>, name: string, more = 1): void {
  counts[name] = (counts[name] ?? 0) + more
}

/** Adds up what happened in several processes. */
export function addRoamed(parts: readonly Roamed[]): Roamed {
  const all: Roamed = { left: 0, dropped: {}, droppedAfter: {}, failed: 0, resumed: 0, resets: {} }
  for (const part of parts) {
    all.left += part.left
    all.failed += part.failed
    all.resumed += part.resumed
    for (const [code, times] of Object.entries(part.dropped)) count(all.dropped, code, times)
    for (const [code, times] of Object.entries(part.droppedAfter)) count(all.droppedAfter, code, times)
    for (const [reason, times] of Object.entries(part.resets)) count(all.resets, reason, times)
  }
  return all
}
