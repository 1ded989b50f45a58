import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ManualClock } from '../../support/manual-clock.ts'
import { createSeededRandom } from '../../support/seeded-random.ts'
import { startCustomers } from './customers.ts'
import { createRushDevice, type RushDevice } from './device.ts'
import type { History, OrderHistory, Sound } from './history.ts'
import { type Layout, placeDevices } from './layouts.ts'
import { startPerson } from './person.ts'
import { type Incident, planIncidents } from './plan-incidents.ts'
import { type PlannedOrder, planOrders } from './plan-orders.ts'
import { createCalls, passTime } from './real-parts.ts'
import { createShopServer, type ShopServer } from './shop-server.ts'
import { createWholeClock } from './whole-clock.ts'

export interface RushOptions {
  seed: number
  minutes: number
  /** Orders an hour. */
  orders: number
  devices: number
  layout: Layout
  /** Called after each simulated minute. */
  passed?(minute: number): void
}

/** What has to be stopped, however a rush ends. Its devices are added as they are paired. */
interface Shop {
  clock: ManualClock
  server: ShopServer
  devices: RushDevice[]
}

const MINUTE = 60_000
/** The shop empties its queue after the last order. */
const AFTERWARDS_MINUTES = 6

/** Simulates one rush and tells all that happened. Rejects with the server's error if it cannot start,
 * and with an Error if it refuses an order or a payment. */
export async function runRush(options: RushOptions): Promise<History> {
  const dataDir = mkdtempSync(join(tmpdir(), 'laidan-rush-'))
  const clock = createWholeClock()
  const server = createShopServer({ clock, dataDir })
  const devices: RushDevice[] = []
  try {
    return await liveThrough({ clock, server, devices }, options)
  } finally {
    for (const { bell } of devices) await bell.stop()
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function liveThrough({ clock, server, devices }: Shop, options: RushOptions): Promise<History> {
  const { seed, minutes } = options
  const begun = clock.now()
  const orders = planOrders(createSeededRandom(seed), { minutes, perHour: options.orders })
  const plans = placeDevices(options.layout, options.devices)
  const incidents = planIncidents(createSeededRandom(seed + 1), minutes, plans)
  const calls = createCalls()
  const sounds: Sound[] = []
  await server.start()
  for (const [index, plan] of plans.entries()) {
    const paired = await server.api()?.pair(undefined, plan.name)
    const sounded = (sound: Sound) => {
      sounds.push(sound)
      person.hear(sound)
    }
    const token = paired?.token ?? ''
    devices.push(createRushDevice({ clock, plan, index, seed, token, serverUrl: server.url, sounded }))
  }
  const parts = [calls, server, ...devices.map(({ network }) => network)]
  const person = startPerson({
    ...{ clock, random: createSeededRandom(seed + 2), devices },
    away: incidents.filter(({ what }) => what === 'away'),
    soldOut: (number) => orders.some((order) => order.number === number && order.soldOut),
  })
  for (const { bell } of devices) await bell.start()
  const refusals: string[] = []
  const refused = (what: string) => void refusals.push(what)
  startCustomers({ clock, orders, api: server.api, follow: calls.follow, refused })
  for (const incident of incidents) plan(incident)

  function plan({ what, at, lasts, device: index = 0 }: Incident): void {
    const device = devices[index]
    const between = (from: () => void, to: () => void) => {
      clock.after(at, from)
      clock.after(at + lasts, to)
    }
    if (what === 'network')
      between(
        () => device?.network.cut(),
        () => device?.network.mend(),
      )
    if (what === 'speaker')
      between(
        () => device?.loudspeaker.switchOn(false),
        () => device?.loudspeaker.switchOn(true),
      )
    if (what === 'server')
      between(
        () => void calls.follow(server.stop()),
        () => void calls.follow(server.start()),
      )
    if (what === 'mute') clock.after(at, () => device?.bell.mute(lasts / MINUTE))
  }

  for (let minute = 1; minute <= minutes + AFTERWARDS_MINUTES; minute++) {
    await passTime(clock, parts, MINUTE)
    if (refusals.length > 0) throw new Error(`the server refused what is right: ${refusals.join('; ')}`)
    options.passed?.(minute)
  }
  const fates = await readFates(server, orders, begun)
  return { minutes, devices: plans, incidents, orders: fates, sounds, endedAt: clock.now() - begun }
}

/** Puts what the database knows of each order beside what was planned; times since `begun`. */
async function readFates(server: ShopServer, plans: readonly PlannedOrder[], begun: number): Promise<OrderHistory[]> {
  const { orders, reminders } = await server.read()
  return plans.flatMap((plan): OrderHistory[] => {
    const row = orders.find(({ number }) => number === plan.number)
    if (row === undefined || row.paidAt === null) return []
    const own = reminders.filter(({ orderNumber }) => orderNumber === plan.number)
    return [
      {
        plan,
        paidAt: row.paidAt - begun,
        ...(row.confirmedAt !== null && { acceptedAt: row.confirmedAt - begun }),
        ...(row.cancelledAt !== null && { calledOffAt: row.cancelledAt - begun }),
        reminders: own.map(({ kind, createdAt, endedAt }) => ({
          ...{ kind, from: createdAt - begun },
          ...(endedAt !== null && { until: endedAt - begun }),
        })),
      },
    ]
  })
}
