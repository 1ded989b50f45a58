import type { CreateOrder } from '../../../shared/api/orders.ts'
import type { SeededRandom } from '../../support/seeded-random.ts'
import { DISHES, HARMLESS, REFUSALS, REMARKS_THAT_WARN, WARNED_OF } from './menu.ts'

/** One order of the rush, with all that its customer will do. Times are milliseconds. */
export interface PlannedOrder {
  /** After the beginning of the rush. */
  at: number
  number: string
  order: Pick<CreateOrder, 'items' | 'amountMinor' | 'fulfilment'> & { remark?: string }
  /** The words that a cook must hear, as the voice says them; empty: the order warns of nothing. */
  warnings: readonly string[]
  /** After the payment: each urge (催单). */
  urgesAt: readonly number[]
  /** After the payment: the customer calls it off, if nobody has accepted it. */
  cancelsAt?: number
  /** After the payment: the operator calls it off, accepted or not. */
  calledOffAt?: number
  /** Whether the shop has to reject it. */
  soldOut: boolean
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
/** Four of five arrivals are one order, the others a burst of three to six within half a minute. */
const BURST_SHARE = 0.2
const ORDERS_PER_ARRIVAL = 1 - BURST_SHARE + BURST_SHARE * 4.5
const BURST_MS = 30 * SECOND
/** An urge a minute is the most that the server takes. */
const SHORTEST_URGE_PAUSE_MS = 61 * SECOND

/** Plans the orders of a rush of `minutes`, `perHour` of them an hour on average; the same chance gives the same plan. */
export function planOrders(
  random: SeededRandom,
  { minutes, perHour }: { minutes: number; perHour: number },
): PlannedOrder[] {
  const meanPauseMs = (60 * MINUTE * ORDERS_PER_ARRIVAL) / perHour
  const times: number[] = []
  for (let at = pause(random, meanPauseMs); at < minutes * MINUTE; at += pause(random, meanPauseMs)) {
    const burst = random.chance(BURST_SHARE) ? 3 + random.int(4) : 1
    for (let order = 0; order < burst; order++) times.push(at + (order === 0 ? 0 : random.int(BURST_MS)))
  }
  const planned = times.toSorted((a, b) => a - b).map((at, index) => planOrder(random, at, index + 1))
  return planned.map((order, index) => (index === Math.floor(planned.length / 3) ? stubborn(order) : order))
}

/** A customer who urges every 61 s, seven times, whatever the shop answers. */
function stubborn({ cancelsAt: _, calledOffAt: __, ...order }: PlannedOrder): PlannedOrder {
  const urgesAt = Array.from({ length: 7 }, (_, urge) => (urge + 2) * SHORTEST_URGE_PAUSE_MS)
  return { ...order, urgesAt, soldOut: false }
}

function planOrder(random: SeededRandom, at: number, count: number): PlannedOrder {
  const items = random
    .shuffle(DISHES)
    .slice(0, 1 + random.int(4))
    .map((name) => ({ name, quantity: 1 + random.int(3) }))
  const texts = planTexts(random, items)
  const fate = random.next()
  return {
    at,
    number: String(count).padStart(4, '0'),
    order: {
      items: texts.items,
      amountMinor: 1_000 + random.int(9_000),
      fulfilment: random.pick(['delivery', 'delivery', 'delivery', 'pickup', 'dine_in']),
      ...(texts.remark !== undefined && { remark: texts.remark }),
    },
    warnings: texts.warnings,
    urgesAt: fate < 0.08 ? planUrges(random) : [],
    ...(fate >= 0.08 && fate < 0.11 && { cancelsAt: 15 * SECOND + random.int(3 * MINUTE) }),
    ...(fate >= 0.11 && fate < 0.125 && { calledOffAt: 5 * MINUTE + random.int(10 * MINUTE) }),
    soldOut: fate >= 0.125 && fate < 0.15,
  }
}

interface Texts {
  items: CreateOrder['items']
  remark?: string
  warnings: string[]
}

/** An eighth of the orders warn in their remark, a twelfth in the note of a dish, a third say something harmless. */
function planTexts(random: SeededRandom, items: CreateOrder['items']): Texts {
  const share = random.next()
  if (share < 1 / 8) {
    const warning = random.pick(WARNED_OF)
    return { items, remark: random.pick(REMARKS_THAT_WARN).replace('…', warning), warnings: [warning] }
  }
  if (share < 1 / 8 + 1 / 12) {
    const note = random.pick(REFUSALS)
    return { items: items.map((item, index) => (index === 0 ? { ...item, note } : item)), warnings: [note] }
  }
  return { items, warnings: [], ...(share < 0.55 && { remark: random.pick(HARMLESS) }) }
}

function planUrges(random: SeededRandom): number[] {
  const first = 2 * MINUTE + random.int(14 * MINUTE)
  const times = 1 + random.int(3)
  return Array.from({ length: times }, (_, urge) => first + urge * (SHORTEST_URGE_PAUSE_MS + random.int(MINUTE)))
}

/** Draws the pause to the next arrival, as of a Poisson process, milliseconds. */
function pause(random: SeededRandom, meanMs: number): number {
  return -Math.log(1 - random.next()) * meanMs
}
