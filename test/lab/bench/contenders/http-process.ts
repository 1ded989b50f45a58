import { createHttpCallback } from './http-callback.ts'
import { listen } from './listen.ts'
import { createShopSockets } from './shop-sockets.ts'

/** The floor of this machine: `node:http` and `ws`, nothing checked, nothing stored. */
const server = createHttpCallback((orderNumber) => sockets.push(orderNumber))
const sockets = createShopSockets(server)
listen(server)
