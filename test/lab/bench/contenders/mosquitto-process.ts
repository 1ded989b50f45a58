import { orderIndex } from '../orders.ts'
import { createHttpCallback } from './http-callback.ts'
import { listen } from './listen.ts'
import { connectMqtt } from './mqtt-client.ts'
import { createShopSockets } from './shop-sockets.ts'

/**
 * A topic per store in mosquitto, `node:http` and `ws` in front of it. 204 follows the PUBACK, which says that the broker
 * has the message in memory; it writes its sessions to disk every half an hour. One persistent session reads all topics
 * with QoS 1, and a message is acknowledged to the broker when its device has acknowledged it.
 */
const port = Number(process.env['MOSQUITTO_PORT'])
const stores = Number(process.env['STORES'])
const publisher = await connectMqtt(port, 'publisher')
const reader = await connectMqtt(port, 'reader')
const server = createHttpCallback(async (orderNumber, body) => {
  await publisher.publish(`store/${orderIndex(orderNumber) % stores}`, body)
})
const sockets = createShopSockets(server)
await reader.subscribe('store/+', (message, acknowledge) => {
  const { data } = JSON.parse(message) as { data: { orderNumber: string } }
  sockets.push(data.orderNumber, acknowledge)
})
listen(server)
