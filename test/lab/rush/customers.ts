import type { Clock } from '../../../shared/clock.ts'
import type { Reply, TestApi } from '../../support/test-api.ts'
import type { PlannedOrder } from './plan-orders.ts'

/** Milliseconds until a request is made again that the server did not take. */
const AGAIN_MS = 5_000

/** Lets the customers, their ordering system and the payment provider do what is planned, from now on. */
export function startCustomers(deps: {
  clock: Clock
  orders: readonly PlannedOrder[]
  /** `undefined`: the server is stopped. */
  api(): TestApi | undefined
  follow<T>(call: Promise<T>): Promise<T>
  /** Called for an order or a payment that the server refused, which is a fault of either. */
  refused(what: string): void
}): void {
  const { clock } = deps
  const later = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve))

  /** Makes a call until the server has answered it; a provider and an ordering system do so for hours. */
  async function insist(call: (api: TestApi) => Promise<Reply>): Promise<Reply> {
    for (;;) {
      const api = deps.api()
      const reply = api && (await deps.follow(call(api)).catch(() => undefined))
      if (reply !== undefined && reply.status < 500) return reply
      await later(AGAIN_MS)
    }
  }

  async function order({ number, order, ...plan }: PlannedOrder): Promise<void> {
    const body = (api: TestApi) => ({ storeId: api.storeId, number, ...order })
    const placed = await insist((api) => api.call('POST', '/v1/orders', { as: api.orderingKey, body: body(api) }))
    // A second try of one that was placed, as the server stopped, is a conflict.
    if (placed.status !== 201 && placed.status !== 409) deps.refused(`order ${number}: ${JSON.stringify(placed.body)}`)
    const notice = { transactionId: `txn_${number}`, orderNumber: number, amountMinor: order.amountMinor }
    const paid = await insist((api) => api.notify(notice))
    if (paid.status !== 204) deps.refused(`payment of ${number}: ${JSON.stringify(paid.body)}`)
    const { body: found } = await insist((api) =>
      api.call('GET', `/v1/orders?number=${number}`, { as: api.orderingKey }),
    )
    const id = (found as { orders: { id: number }[] }).orders[0]?.id ?? 0
    for (const at of plan.urgesAt) move(at, id, 'urge', 'orderingKey')
    if (plan.cancelsAt !== undefined) move(plan.cancelsAt, id, 'cancel', 'orderingKey')
    if (plan.calledOffAt !== undefined) move(plan.calledOffAt, id, 'cancel', 'operatorKey')
  }

  /** A refusal is an answer too: the order may have been accepted, or be over. */
  function move(at: number, id: number, name: 'urge' | 'cancel', key: 'orderingKey' | 'operatorKey'): void {
    const body = name === 'cancel' ? { reason: '不要了' } : undefined
    clock.after(at, () => void insist((api) => api.call('POST', `/v1/orders/${id}/${name}`, { as: api[key], body })))
  }

  for (const planned of deps.orders) clock.after(planned.at, () => void order(planned))
}
