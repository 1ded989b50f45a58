import { type Client, createClient, type Order } from '../packages/client/src/index.ts'
import type { LocalKeys } from '../shared/api/local-keys.ts'

/** An ordering system: the client library, and a payment provider of its own behind it. */
export interface OrderingSystem extends Client {
  /** Starts the payment and then acts as the provider: sends a signed callback. Rejects with a `LaidanError`. */
  pay(order: Pick<Order, 'id' | 'number' | 'amountMinor' | 'currency'>, transactionId: string): Promise<void>
}

/** Makes a minimal ordering system of the server's own keys. With `attempts` 1 it sends nothing twice. */
export function createOrderingSystem(
  { url, orderingKey, standardWebhooksSecret }: Omit<LocalKeys, 'storeId' | 'operatorKey'>,
  { attempts }: { attempts?: number } = {},
): OrderingSystem {
  const client = createClient({ url, key: orderingKey, attempts })
  return {
    ...client,
    async pay({ id, number: orderNumber, amountMinor, currency }, transactionId) {
      await client.startPayment(id, { provider: 'standard-webhooks' })
      await client.recordPayment({ transactionId, orderNumber, amountMinor, currency }, standardWebhooksSecret)
    },
  }
}
