import type { SeededRandom } from '../../support/seeded-random.ts'
import type { Known } from './from-schema.ts'
import type { Target } from './target.ts'
import { oddString } from './values.ts'

/** What an attacker has found out by now: ids that exist, so that requests reach what lies behind the checks. */
export interface KnownValues {
  /** Values for the fields of a body or a query. */
  fields(random: SeededRandom): Known
  /** An id for `{id}` of a path: one that exists, mostly. */
  id(path: string, random: SeededRandom): string
  /** Remembers what an answer tells. */
  learn(operation: string, body: unknown): void
}

/** Old ones make room for new ones. */
const REMEMBERED = 300

export function createKnownValues(target: Target): KnownValues {
  const ids: Record<string, string[]> = {
    orders: target.shops.flatMap(({ orders }) => orders.map(String)),
    reminders: target.shops.flatMap(({ reminders }) => [...reminders]),
    stores: target.shops.map(({ storeId }) => storeId),
    devices: [...target.spareDevices],
    payments: [...target.payments],
  }
  const codes = [...target.pairingCodes]
  const numbers: string[] = ['nobody']
  const cursors: string[] = []

  function remember<T>(list: T[], value: T): void {
    list.push(value)
    if (list.length > REMEMBERED) list.splice(1, 1)
  }

  return {
    fields(random) {
      const now = Date.now()
      return {
        storeId: target.shops.map(({ storeId }) => storeId),
        number: [`n-${random.int(2 ** 31)}`, random.pick(numbers)],
        orderNumber: numbers.slice(-20),
        orderId: (ids['orders'] ?? []).slice(-20).map(Number),
        amountMinor: [100],
        currency: ['CNY', 'CNY', 'CNY', 'USD'],
        code: codes.slice(-3),
        transactionId: [`t-${random.int(2 ** 31)}`, 't-again'],
        timestamp: [new Date(now).toISOString()],
        paidAt: [now],
        timezone: ['Asia/Shanghai', 'UTC'],
        status: ['2', '2,3', '1,2,3,4,5,6'],
        limit: ['1', '2', '50', '200'],
        from: ['0', String(now - 60_000)],
        to: [String(now)],
        phone: ['8000', '13800138000'],
        cursor: cursors.length === 0 ? ['x'] : cursors,
      }
    },
    id(path, random) {
      const pool = ids[path.split('/')[2] ?? ''] ?? []
      return pool.length === 0 || random.chance(0.15) ? oddString(random) : random.pick(pool)
    },
    learn(operation, body) {
      if (typeof body !== 'object' || body === null) return
      const { id, number, code, next } = body as Record<string, unknown>
      if (typeof next === 'string') remember(cursors, next)
      if (operation === 'POST /v1/orders' && typeof number === 'string') {
        remember(numbers, number)
        remember(ids['orders'] as string[], String(id))
      }
      if (typeof code === 'string') remember(codes, code)
      for (const list of ['payments', 'reminders'] as const) {
        const page = (body as Record<string, unknown>)[list]
        const [newest] = Array.isArray(page) ? (page as { id?: unknown }[]) : []
        if (typeof newest?.id === 'string') remember(ids[list] as string[], newest.id)
      }
    },
  }
}
