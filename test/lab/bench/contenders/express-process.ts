import { createCallbackApp } from './callback-app.ts'
import { listen } from './listen.ts'
import { createShopSockets } from './shop-sockets.ts'

/** The floor of our own design: the same Express and the same `ws`, with nothing stored in between. */
const server = createCallbackApp(({ orderNumber }) => sockets.push(orderNumber))
const sockets = createShopSockets(server)
listen(server)
