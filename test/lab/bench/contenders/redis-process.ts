import { createHttpCallback } from './http-callback.ts'
import { listen } from './listen.ts'
import { connectRedis } from './resp-client.ts'
import { createShopSockets } from './shop-sockets.ts'

/**
 * A stream per store in Redis as the log, `node:http` and `ws` in front of it. With `appendfsync always` XADD is
 * answered when it is on disk; the push follows the answer at once, which is kinder to it than reading the stream back.
 */
const redis = await connectRedis(Number(process.env['REDIS_PORT']))
const stores = Number(process.env['STORES'])
const server = createHttpCallback(async (orderNumber, body) => {
  await redis.call('XADD', `store:${Number(orderNumber.slice(1)) % stores}`, '*', 'payment', body)
  sockets.push(orderNumber)
})
const sockets = createShopSockets(server)
listen(server)
