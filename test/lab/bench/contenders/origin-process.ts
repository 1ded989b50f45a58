import { createServer } from 'node:http'
import express from 'express'
import { listen } from './listen.ts'
import { openOrdersTable } from './orders-table.ts'
import { createShopSockets } from './shop-sockets.ts'

/**
 * The origin's design, ported straight: look the order up, update it by its id, then send the reminder to every session
 * there is. SQLite with its defaults, as knex opens it; no signature, no log, no ack.
 */
const orders = await openOrdersTable([])
const app = express()
app.post('/notify/standard-webhooks', express.json(), async (request, response) => {
  const number: string = request.body.data.orderNumber
  const order = await orders('orders').where({ number }).first()
  await orders('orders').where({ id: order.id }).update({ status: 2, pay_status: 1, checkout_time: Date.now() })
  sockets.broadcast(JSON.stringify({ type: 1, orderId: order.id, content: `订单号：${number}` }))
  response.status(204).end()
})
const server = createServer(app)
const sockets = createShopSockets(server)
listen(server)
