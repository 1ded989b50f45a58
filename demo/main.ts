import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import type { Order } from '../packages/client/src/index.ts'
import { readLocalKeys } from '../server/cli/local-keys.ts'
import { readConfig } from '../server/config.ts'
import { DEFAULT_LOCALE } from '../shared/locales.ts'
import { formatMoney } from '../shared/money.ts'
import { ORDER_STATUS } from '../shared/order.ts'
import { terminalLines } from '../shared/text.ts'
import { createOrderingSystem, type OrderingSystem } from './ordering-system.ts'
import { payAtFake, refundAtFake } from './providers/customer.ts'

/**
 * `npm run order`: an ordering system and a payment provider in one, for trying things out. The server gets the same
 * requests as from real ones: REST with the ordering key, and a callback signed with this installation's own secret.
 */

const USAGE = `npm run order -- [options]
  --dish "宫保鸡丁 x2"   a dish and how many; may be given several times
  --remark "不要香菜"    what the customer asks for
  --amount 38.50         the total in yuan (default: 19.25 a portion)
  --name, --phone, --address   the customer
  --provider wechatpay   pay through an imitated provider: wechatpay, alipay or stripe
                         (start npm run fake-providers first)
  --refund 10.00         refund that much of the latest order that waits in the console of its imitated provider
  --unpaid               place the order and do not pay it
  --urge                 urge the latest order that waits, instead of placing one
  --cancel               the customer cancels the latest order that waits`

function say(text: string): void {
  process.stdout.write(`${terminalLines(text)}\n`)
}

/** Price of a portion, in fen. */
const PRICE_MINOR = 1925

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      dish: { type: 'string', multiple: true },
      remark: { type: 'string' },
      amount: { type: 'string' },
      name: { type: 'string' },
      phone: { type: 'string' },
      address: { type: 'string' },
      provider: { type: 'string' },
      refund: { type: 'string' },
      unpaid: { type: 'boolean' },
      urge: { type: 'boolean' },
      cancel: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return say(USAGE)

  const { DATA_DIR } = readConfig(process.env)
  const keys = await readLocalKeys(resolve(DATA_DIR))
  if (keys === undefined) {
    throw new Error(
      'No local server found: start one with `npm start` in this folder first (its keys are in DATA_DIR).',
    )
  }
  const system = createOrderingSystem(keys)

  if (values.urge || values.cancel || values.refund !== undefined) {
    const status = [ORDER_STATUS.to_be_confirmed, ORDER_STATUS.confirmed]
    const [waiting] = (await system.listOrders({ storeId: keys.storeId, status, limit: 1 })).orders
    if (waiting === undefined) throw new Error('There is no paid order that waits for the shop.')
    if (values.refund !== undefined) {
      const amountMinor = yuanSchema.parse(values.refund)
      return await refundInConsole(system, waiting, { amountMinor, dataDir: resolve(DATA_DIR) })
    }
    if (values.urge) await system.urge(waiting.id)
    else await system.cancel(waiting.id, '顾客取消')
    return say(`${values.urge ? 'Urged' : 'Cancelled'} order ${waiting.number}.`)
  }

  const provider = values.provider === undefined ? undefined : fakeSchema.parse(values.provider)
  const items = (values.dish ?? ['宫保鸡丁 x2']).map(parseDish)
  const portions = items.reduce((sum, { quantity }) => sum + quantity, 0)
  const { remark, name, phone, address } = values
  const order = await system.placeOrder({
    storeId: keys.storeId,
    items,
    amountMinor: values.amount === undefined ? portions * PRICE_MINOR : yuanSchema.parse(values.amount),
    ...(remark !== undefined && { remark }),
    customer: { ...(name && { name }), ...(phone && { phone }), ...(address && { address }) },
  })
  say(`Order ${order.number} placed: ${formatMoney(order.amountMinor, order.currency, DEFAULT_LOCALE)}`)
  if (values.unpaid) return
  if (provider === undefined) await system.pay(order, randomUUID())
  else await payThrough(provider, system, order, { url: keys.url, dataDir: resolve(DATA_DIR) })
  say('Paid. Its reminder is on disk and on its way.')
}

/**
 * Pays an order through an imitated provider: start, the customer's payment, callback. Rejects with an Error on a
 * refusal.
 */
async function payThrough(
  provider: z.infer<typeof fakeSchema>,
  system: OrderingSystem,
  order: Order,
  { url, dataDir }: { url: string; dataDir: string },
): Promise<void> {
  const { params } = await system.startPayment(order.id, { provider })
  for (const [name, value] of Object.entries(params)) say(`  ${name}: ${String(value).trim().slice(0, 100)}`)
  const webhookUrl = new URL(`/notify/${provider}`, url).href
  const { status, body } = await payAtFake(dataDir, { provider, orderNumber: order.number, params, webhookUrl })
  say(`The imitated customer has paid; the callback was answered ${status} ${body}`.trimEnd())
  if (status >= 300 || status === 0) throw new Error('The server has not taken the callback.')
}

/** Refunds an order in the console of its imitated provider. Rejects with an Error when it was not paid there. */
async function refundInConsole(
  system: OrderingSystem,
  { id, number: orderNumber }: Order,
  { amountMinor, dataDir }: { amountMinor: number; dataDir: string },
): Promise<void> {
  const payments = await system.listPayments(id)
  const provider = fakeSchema.safeParse(payments.find(({ state }) => state === 'applied')?.provider).data
  if (provider === undefined) throw new Error(`Order ${orderNumber} was not paid through an imitated provider.`)
  for (const { status, body } of await refundAtFake(dataDir, { provider, orderNumber, amountMinor })) {
    say(`Refunded in the console; the callback was answered ${status} ${body}`.trimEnd())
  }
}

const fakeSchema = z.enum(['wechatpay', 'alipay', 'stripe'], '--provider must be wechatpay, alipay or stripe')

/** Reads yuan as fen: `38.5` and `38.50` are 3850; never through a float. */
const yuanSchema = z
  .string()
  .regex(/^\d{1,7}(\.\d{1,2})?$/, '--amount must look like 38.50')
  .transform((text) => {
    const [yuan = '0', fen = ''] = text.split('.')
    return Number(yuan) * 100 + Number(fen.padEnd(2, '0'))
  })

/** Reads a dish and its number: `宫保鸡丁 x2`; without a number, one. */
function parseDish(text: string): { name: string; quantity: number } {
  const match = /^(.*\S)\s*[x×*]\s*(\d{1,4})$/i.exec(text)
  return { name: match?.[1] ?? text, quantity: Number(match?.[2] ?? 1) }
}

main().catch((error: unknown) => {
  process.stderr.write(`${terminalLines(error instanceof Error ? error.message : String(error))}\n`)
  process.exit(1)
})
