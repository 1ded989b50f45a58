import { pause, until } from '../../support/until.ts'
import { openWrongClockShop, trueSeconds } from './wrong-clock-shop.ts'

/** One expectation of a story: what should be, what was, and whether that is right. */
export interface Finding {
  what: string
  seen: string
  right: boolean
}

export interface Story {
  name: string
  /** What is done to the clock. */
  title: string
  /** `long`: with the ladder's third and fourth step, two minutes more. */
  tell(long: boolean): Promise<Finding[]>
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/**
 * Seconds by which a ring may be late here: the ladder's own 2 s, the second in which a faked clock is noticed, and what
 * a slow machine takes for four servers and four clients. The step before and the step after are farther away, and a
 * ladder that trusts a wall clock is late by hours.
 */
const LATE_S = 25

function ring(n: number, dueS: number, seenS: number): Finding {
  const right = seenS >= dueS - 1 && seenS <= dueS + LATE_S
  return { what: `announcement ${n} after ${dueS} s`, seen: `${seenS.toFixed(1)} s`, right }
}

function equal(what: string, seen: unknown, wanted: unknown): Finding {
  return { what: `${what}: ${String(wanted)}`, seen: String(seen), right: seen === wanted }
}

/** The clocks that a shop's server may have, each told to a real server and a real terminal client. */
export const WRONG_CLOCKS: readonly Story[] = [
  {
    name: 'back',
    title: 'ten seconds after a payment the clock goes back by a day, and is set right again after the next ring',
    async tell(long) {
      const shop = await openWrongClockShop('back')
      const order = await shop.paid()
      const from = trueSeconds()
      const found = [ring(1, 0, await shop.rang(order, 1, from))]
      await pause(10_000)
      shop.setClock(-DAY_MS)
      found.push(ring(2, 30, await shop.rang(order, 2, from)))
      await shop.listener.until('clock has just jumped')
      shop.setClock(0)
      if (long) {
        // A jump forward may have been a machine that slept, so that everything rings once more.
        found.push(ring(3, 30, await shop.rang(order, 3, from)))
        found.push(ring(4, 90, await shop.rang(order, 4, from)))
        found.push(ring(5, 210, await shop.rang(order, 5, from)))
      } else await pause(4_000)
      return [...found, equal('the reminder', (await shop.reminder(order))?.state, 'open')]
    },
  },
  {
    name: 'forward',
    title: 'a second after an order is placed the clock goes forward by two days; the order is paid ten seconds later',
    async tell(long) {
      const shop = await openWrongClockShop('forward')
      const order = await shop.place()
      await pause(1_000)
      shop.setClock(2 * DAY_MS)
      await pause(10_000)
      const found = [equal('status of the unpaid order', (await shop.look(order)).status, 1)]
      // The provider's time is right, so that its callback is refused by a server that is two days ahead.
      found.push(equal('the callback', (await shop.pay(order)).status, 401))
      shop.setClock(0)
      await until('the payment is accepted', async () => (await shop.pay(order)).status === 204)
      const from = trueSeconds()
      found.push(ring(1, 0, await shop.rang(order, 1, from)), ring(2, 30, await shop.rang(order, 2, from)))
      if (long) found.push(ring(3, 90, await shop.rang(order, 3, from)))
      return found
    },
  },
  {
    name: 'eight hours off',
    title: 'the clock is eight hours ahead from the start, as local time taken for UTC; then it is set right',
    async tell() {
      const shop = await openWrongClockShop('hours', 8 * HOUR_MS)
      const order = await shop.place()
      const found = [equal('the callback', (await shop.pay(order)).status, 401)]
      const { status, body } = await shop.ready()
      found.push(equal('/readyz', `${status} ${(body as { fault?: string }).fault}`, '503 clock'))
      const line =
        shop
          .serverLog()
          .split('\n')
          .find((text) => text.includes('"timestamp_skew"')) ?? '{}'
      const { level, aheadMs } = JSON.parse(line) as { level?: number; aheadMs?: number }
      const hours = (aheadMs ?? 0) / HOUR_MS
      found.push(equal('hours ahead, in the log', Math.abs(hours - 8) < 0.01 ? 8 : hours, 8))
      found.push(equal('level of that line', level, 50))
      await shop.listener.until('clock is wrong')
      found.push(equal('the device', 'told', 'told'))
      shop.setClock(0)
      await until('the payment is accepted', async () => (await shop.pay(order)).status === 204)
      const from = trueSeconds()
      found.push(ring(1, 0, await shop.rang(order, 1, from)))
      return [...found, equal('/readyz', (await shop.ready()).status, 200)]
    },
  },
  {
    name: 'night',
    title: 'an order is paid in the evening; the server is off for 12 h 10 min',
    async tell() {
      const shop = await openWrongClockShop('night')
      const order = await shop.paid()
      const found = [ring(1, 0, await shop.rang(order, 1, trueSeconds()))]
      await shop.restart(12 * HOUR_MS + 600_000)
      await shop.listener.until(/OFFLINE[\s\S]*connected/)
      const from = trueSeconds()
      found.push(ring(2, 0, await shop.rang(order, 2, from)))
      const { state, level } = (await shop.reminder(order)) ?? {}
      return [...found, equal('its level', level, 3), equal('the reminder', state, 'open')]
    },
  },
]
