import { hostClock } from '../../../shared/clock.ts'
import { createBareDevice } from '../rig/bare-device.ts'
import { createMemoryJournal } from '../rig/memory-journal.ts'
import { openRaw, upgradeRequest } from './raw-socket.ts'
import { openTarget } from './target.ts'
import { startWellBehavedClient } from './well-behaved-client.ts'

export interface PlacesOptions {
  /** Sockets that say nothing; each is opened again soon after its end. */
  silent: number
  maxConnections: number
  /** Whether each of them has an address of its own (Linux only), or all have one. */
  manyAddresses: boolean
  /** Devices that come while the sockets are there, one after the other. At most 14. */
  devices: number
  /** Milliseconds from an open socket to its hello: the round trip of a device that is far away. */
  helloAfterMs: number
}

export interface PlacesReport {
  /** Milliseconds until each device was in sync, from its first attempt. */
  tookMs: number[]
  /** Sockets opened by the strangers. */
  opened: number
  violations: string[]
}

/** The pause of a stranger, and of a device, before the next attempt. */
const STRANGER_PAUSE_MS = 200
const DEVICE_PAUSE_MS = 250
/** A device that is not in by then has been shut out. */
const PATIENCE_MS = 60_000
const PAYMENTS = 10

/**
 * Lets more silent sockets than the server has places come again and again, and one device after the other among them.
 * `dir` is a fresh folder.
 */
export async function runPlaces(dir: string, options: PlacesOptions): Promise<PlacesReport> {
  const clock = hostClock(globalThis)
  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve))
  const target = await openTarget(dir, { MAX_CONNECTIONS: String(options.maxConnections) })
  let over = false
  let opened = 0
  const lost: string[] = []

  async function stranger(index: number): Promise<void> {
    const from = options.manyAddresses ? `127.3.${index >> 7}.${(index & 127) + 1}` : '127.3.0.1'
    while (!over) {
      const raw = await openRaw(target.url, process.platform === 'linux' ? { from } : {}).catch(() => undefined)
      opened++
      raw?.write(upgradeRequest())
      await raw?.closed
      await pause(STRANGER_PAUSE_MS)
    }
  }

  /** Tries until the device is in sync, and stays; resolves to `undefined` when it did not get in. */
  async function enter(token: string): Promise<number | undefined> {
    const began = clock.elapsed()
    const late = async (cursor: string | null) => {
      await pause(options.helloAfterMs)
      return cursor
    }
    const device = createBareDevice({ token, journal: createMemoryJournal(), forge: late })
    while (clock.elapsed() - began < PATIENCE_MS) {
      let inSync = false
      void device.connect(target.url).then((code) => {
        if (inSync && !over) lost.push(`a device that was in was closed with ${code}`)
      })
      await device.until(({ synced, connected }) => {
        inSync = synced !== undefined
        return inSync || !connected
      })
      if (inSync) return clock.elapsed() - began
      await pause(DEVICE_PAUSE_MS)
    }
    return undefined
  }

  const strangers = Array.from({ length: options.silent }, (_, index) => stranger(index))
  while (opened < options.silent) await pause(DEVICE_PAUSE_MS)
  const tokens = target.shops.flatMap(({ devices }) => devices.slice(0, -1)).slice(0, options.devices)
  const took: (number | undefined)[] = []
  for (const { token } of tokens) took.push(await enter(token))
  const shutOut = took.filter((ms) => ms === undefined).length
  const violations = shutOut === 0 ? [] : [`${shutOut} of ${took.length} devices were shut out`]
  if (shutOut === 0) {
    const client = await startWellBehavedClient(target, target.shops[0])
    for (let i = 0; i < PAYMENTS; i++) await client.pay()
    client.leave()
    violations.push(...client.violations())
  }
  over = true
  violations.push(...lost)
  violations.push(...(await target.finish()))
  await Promise.all(strangers)
  return { tookMs: took.flatMap((ms) => (ms === undefined ? [] : [Math.round(ms)])), opened, violations }
}
