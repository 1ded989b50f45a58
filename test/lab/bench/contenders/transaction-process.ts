import { createCallbackApp } from './callback-app.ts'
import { listen } from './listen.ts'
import { openOrdersTable } from './orders-table.ts'
import { sampleFrame } from './sample-frame.ts'
import { createShopSockets } from './shop-sockets.ts'

/** The obvious durable design: our Express in front, then one `knex.transaction` per payment, synced by its commit. */
const db = await openOrdersTable(['PRAGMA journal_mode = WAL', 'PRAGMA synchronous = FULL'])
const server = createCallbackApp(async ({ orderNumber, transactionId, amountMinor, paidAt }) => {
  await db.transaction(async (trx) => {
    const payment = { transaction_id: transactionId, order_number: orderNumber }
    await trx('payments').insert({ ...payment, amount_minor: amountMinor, paid_at: paidAt })
    await trx('orders').where({ number: orderNumber, pay_status: 0 }).update({ status: 2, pay_status: 1 })
    await trx('reminders').insert({ order_number: orderNumber, body: sampleFrame(orderNumber, 0), at: Date.now() })
  })
  sockets.push(orderNumber)
})
const sockets = createShopSockets(server)
listen(server)
