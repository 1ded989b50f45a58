import { setTimeout as pause } from 'node:timers/promises'
import { machineMs } from './clock.ts'
import { createDevice, type Device } from './device.ts'
import { answerParent } from './family.ts'
import { awaitPort } from './port.ts'
import { addRoamed, createRoaming, type Roamed, type Roaming } from './roaming.ts'

/** Connections opened at once, so that setting up does not run into the server's limits. */
const CONNECT_BATCH = 100
const LOOK_AGAIN_MS = 50
/** A device that is turned away while everybody comes back tries again within this time. */
const AGAIN_WITHIN_MS = 100

/** Which devices this process plays: `tokens[0]` is number `first` of all of them. */
export interface Role {
  /** The addresses of all nodes; each has as many devices as another. */
  urls: readonly string[]
  tokens: string[]
  first: number
  stores: number
  devicesPerStore: number
  /** First order and number of orders to be heard of. */
  firstOrder: number
  orders: number
  /** Devices report how each announcement went. */
  announced?: boolean
  /** Devices come and go: how long each stays connected on average, ms. */
  roamMs?: number
  /** 127.0.0.0/8: a process each, so that no port range is exhausted. */
  localAddress?: string
}

/** Times of `machineMs`, 0: never. */
export interface Received {
  /** At `order × devicesPerStore + device of the store`. */
  receivedAt: Float64Array
  /** First announcements that came more than once. */
  doubles: number
  /** Connections that ended before they were told to. */
  dropped: number
  /** Reminders of another store's orders. */
  foreign: number
  /** Places at which a device's sequence was not dense. */
  gaps: number
}

export interface Return {
  /** When each device was in sync. */
  syncedAt: Float64Array
  /** Connections that were refused or broke before that. */
  failed: number
}

/** The shops: a bare `reminder.v1` client each, which notes when a frame came and acknowledges it. */
function createShops() {
  let role: Role
  let devices: Device[] = []
  let receivedAt = new Float64Array(0)
  let count = 0
  let doubles = 0
  let foreign = 0
  let leaving = false
  let dropped = 0
  let down: (device: Device, code: number) => void = () => dropped++
  let roaming: Roaming | undefined

  /** Connects every device; resolves when all have caught up. */
  async function connect(given: Role): Promise<{ tookMs: number }> {
    role = given
    receivedAt = new Float64Array(role.orders * role.devicesPerStore)
    const began = machineMs()
    devices = role.tokens.map((token, i) => createShop(token, role.first + i))
    for (let i = 0; i < devices.length; i += CONNECT_BATCH) {
      await Promise.all(devices.slice(i, i + CONNECT_BATCH).map((device) => device.connect()))
    }
    const tookMs = machineMs() - began
    if (role.roamMs !== undefined) roam(role.urls, role.roamMs)
    return { tookMs }
  }

  function roam(urls: readonly string[], everyMs: number): void {
    roaming = createRoaming(urls, everyMs)
    down = roaming.ended
    for (const device of devices) roaming.add(device)
  }

  /** The address of a device before it has lost any. */
  function firstUrl(number: number): string {
    return role.urls[number % role.urls.length] ?? ''
  }

  function createShop(token: string, number: number): Device {
    const { localAddress, stores, devicesPerStore, firstOrder, orders, announced = false } = role
    const store = Math.floor(number / devicesPerStore)
    const device: Device = createDevice(
      { url: firstUrl(number), token, announced, ...(localAddress && { localAddress }) },
      {
        reminder(order, at) {
          if (order % stores !== store) foreign++
          else if (order >= firstOrder && order < firstOrder + orders) {
            note((order - firstOrder) * devicesPerStore + (number % devicesPerStore), at)
          }
        },
        closed: (code) => !leaving && down(device, code),
        welcomed: (resumed, reason) => roaming?.welcomed(resumed, reason),
      },
    )
    return device
  }

  function note(index: number, at: number): void {
    if (receivedAt[index] === 0) {
      receivedAt[index] = at
      count++
    } else doubles++
  }

  /**
   * Waits for the server to end and to come back, and connects every device the moment its port is open again: the
   * worst stampede there can be, since real devices spread it. With `lost`, the devices of that node alone, which go to
   * the others.
   */
  async function comeBack({ lost }: { lost: string | undefined }): Promise<Return> {
    let failed = 0
    const cutOff = devices.filter((_, i) => lost === undefined || firstUrl(role.first + i) === lost)
    const others = role.urls.filter((url) => url !== lost)
    await new Promise<void>((resolve) => {
      const gone = new Set<Device>()
      down = (device) => {
        if (!cutOff.includes(device)) return void dropped++
        gone.add(device)
        if (gone.size === cutOff.length) resolve()
      }
    })
    down = () => {}
    const { hostname, port } = new URL(others[0] ?? '')
    await awaitPort(hostname, Number(port))
    const syncedAt = await Promise.all(
      cutOff.map(async (device, i) => {
        for (;;) {
          try {
            await device.connect(others[i % others.length])
            return machineMs()
          } catch {
            failed++
            await pause(Math.random() * AGAIN_WITHIN_MS)
          }
        }
      }),
    )
    down = () => dropped++
    return { syncedAt: Float64Array.from(syncedAt), failed }
  }

  /** Waits until as many were heard of as are expected, or nothing new came for `patienceMs`. */
  async function gather({ patienceMs, expected }: { patienceMs: number; expected: number }): Promise<Received> {
    let before = -1
    for (let waited = 0; count < expected && waited < patienceMs; waited += LOOK_AGAIN_MS) {
      if (count > before) waited = 0
      before = count
      await pause(LOOK_AGAIN_MS)
    }
    const gaps = devices.reduce((sum, device) => sum + device.gaps(), 0)
    return { receivedAt, doubles, dropped, foreign, gaps }
  }

  /** Lets nobody wander any more. */
  async function settle(): Promise<{ roamed: Roamed; positions: number[] }> {
    const roamed = (await roaming?.settle()) ?? addRoamed([])
    return { roamed, positions: devices.map((device) => device.seq()) }
  }

  async function announce(on: boolean): Promise<void> {
    for (const device of devices) device.announce(on)
  }

  async function reported(): Promise<number> {
    return devices.reduce((sum, device) => sum + device.reported(), 0)
  }

  async function leave(): Promise<void> {
    leaving = true
    for (const device of devices) device.leave()
  }

  return { connect, comeBack, gather, announce, reported, settle, leave }
}

export type DevicesCalls = ReturnType<typeof createShops>

answerParent(createShops())
