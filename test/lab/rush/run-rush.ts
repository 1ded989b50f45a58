import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ManualClock } from '../../support/manual-clock.ts'
import { createSeededRandom } from '../../support/seeded-random.ts'
import { startCustomers } from './customers.ts'
import { createRushDevice, type RushDevice } from './device.ts'
import type { History, Message, OrderHistory, Sound } from './history.ts'
import { type Layout, placeDevices } from './layouts.ts'
import { type Outside, startOutside } from './outside.ts'
import { startPerson } from './person.ts'
import { type Incident, planIncidents } from './plan-incidents.ts'
import { type PlannedOrder, planOrders } from './plan-orders.ts'
import { createCalls, passTime } from './real-parts.ts'
import { planScenario, type Scenario } from './scenarios.ts'
import { createShopServer, type ShopServer } from './shop-server.ts'
import { createWholeClock } from './whole-clock.ts'

export interface RushOptions {
  seed: number
  minutes: number
  /** Orders an hour. */
  orders: number
  devices: number
  layout: Layout
  /** With it the shop has a limit of three minutes and a policy, and this goes wrong; else the rush has its usual faults. */
  scenario?: Scenario
  /** Called after each simulated minute. */
  passed?(minute: number): void
}

/** What has to be stopped, however a rush ends. Its devices are added as they are paired. */
interface Shop {
  clock: ManualClock
  server: ShopServer
  devices: RushDevice[]
  outside: Outside | undefined
}

const MINUTE = 60_000
/** The shop empties its queue after the last order. */
const AFTERWARDS_MINUTES = 6

/** Simulates one rush and tells all that happened. Rejects with the server's error if it cannot start,
 * and with an Error if it refuses an order or a payment. */
export async function runRush(options: RushOptions): Promise<History> {
  const dataDir = mkdtempSync(join(tmpdir(), 'laidan-rush-'))
  const clock = createWholeClock()
  const outside = options.scenario === undefined ? undefined : await startOutside(clock)
  const server = createShopServer({ clock, dataDir, channelsAt: outside?.fake.url })
  const devices: RushDevice[] = []
  try {
    return await liveThrough({ clock, server, devices, outside }, options)
  } finally {
    for (const { bell } of devices) await bell.stop()
    await server.stop()
    await outside?.fake.stop()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function liveThrough({ clock, server, devices, outside }: Shop, options: RushOptions): Promise<History> {
  const { seed, minutes, scenario } = options
  const begun = clock.now()
  const orders = planOrders(createSeededRandom(seed), { minutes, perHour: options.orders })
  const plans = placeDevices(options.layout, options.devices)
  const chance = createSeededRandom(seed + 1)
  const incidents =
    scenario === undefined ? planIncidents(chance, minutes, plans) : planScenario(scenario, chance, minutes, plans)
  const calls = createCalls()
  const sounds: Sound[] = []
  await server.start()
  const api = server.api()
  if (api !== undefined) await outside?.setUp(api)
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
    if (what === 'closed') clock.after(at, () => void calls.follow(device?.bell.stop() ?? Promise.resolve()))
    if (what === 'hang') clock.after(at, () => device?.loudspeaker.hang())
    if (what === 'mute') clock.after(at, () => device?.bell.mute(lasts / MINUTE))
  }

  for (let minute = 1; minute <= minutes + AFTERWARDS_MINUTES; minute++) {
    await passTime(clock, parts, MINUTE)
    if (refusals.length > 0) throw new Error(`the server refused what is right: ${refusals.join('; ')}`)
    options.passed?.(minute)
  }
  const { fates, told } = await readFates(server, orders, begun)
  return { minutes, devices: plans, incidents, orders: fates, sounds, told, endedAt: clock.now() - begun }
}

/** Puts what the database knows of each order beside what was planned; times since `begun`. */
async function readFates(
  server: ShopServer,
  plans: readonly PlannedOrder[],
  begun: number,
): Promise<{ fates: OrderHistory[]; told: Message[] }> {
  const { orders, reminders, messages } = await server.read()
  const told = messages.map(({ contact, sentAt, covers }) => {
    const ids = JSON.parse(covers) as string[]
    const about = reminders.filter(({ id }) => ids.includes(id)).map(({ orderNumber }) => orderNumber)
    return { contact, at: sentAt - begun, orders: about }
  })
  const fates = plans.flatMap((plan): OrderHistory[] => {
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
  return { fates, told }
}
