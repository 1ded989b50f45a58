import { AckPolicy, jetstreamManager, StorageType } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { orderIndex } from '../orders.ts'
import { createHttpCallback } from './http-callback.ts'
import { listen } from './listen.ts'
import { createShopSockets } from './shop-sockets.ts'

const STREAM = 'payments'
/** Of everything asked of NATS. A server that falls behind is to be late, as Redis would be, not to fail. */
const PATIENCE_MS = 300_000

/**
 * A JetStream stream on disk as the log, a durable push consumer per store as that store's place in it, `node:http` and
 * `ws` in front. 204 follows the PubAck, which says that the message is in the stream's file, not that it is synced. A
 * device's ack acknowledges the messages it names; without one, NATS delivers them again after 30 s (its `ack_wait`).
 */
const stores = Number(process.env['STORES'])
const nats = await connect({ servers: `127.0.0.1:${process.env['NATS_PORT']}`, maxReconnectAttempts: -1 })
const manager = await jetstreamManager(nats, { timeout: PATIENCE_MS })
const jetstream = manager.jetstream()
const server = createHttpCallback(async (orderNumber, body) => {
  await jetstream.publish(`store.${orderIndex(orderNumber) % stores}`, body)
})
const sockets = createShopSockets(server)

/** Goes on where the store's consumer stands, which is at the beginning for one that is new. */
async function follow(store: number): Promise<void> {
  const deliverTo = `deliver.${store}`
  const consumer = await jetstream.consumers.getBoundPushConsumer({ deliver_subject: deliverTo })
  await consumer.consume({
    callback(message) {
      const { data } = message.json<{ data: { orderNumber: string } }>()
      sockets.push(data.orderNumber, () => message.ack())
    },
  })
  await manager.consumers.add(STREAM, {
    durable_name: `store-${store}`,
    filter_subject: `store.${store}`,
    deliver_subject: deliverTo,
    ack_policy: AckPolicy.Explicit,
  })
}

await manager.streams.add({ name: STREAM, subjects: ['store.*'], storage: StorageType.File })
await Promise.all(Array.from({ length: stores }, (_, store) => follow(store)))
listen(server)
