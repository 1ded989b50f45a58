import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LocalKeys, localKeysSchema } from '../../../shared/api/local-keys.ts'
import type { Order } from '../../../shared/api/orders.ts'
import type { Reminder, ReminderPage } from '../../../shared/api/reminders.ts'
import { freePort } from '../../support/ports.ts'
import { runChild } from '../../support/run-child.ts'
import type { Child } from '../../support/start-process.ts'
import { TEST_WEBHOOKS_SECRET } from '../../support/test-server.ts'
import { until } from '../../support/until.ts'
import { call, notify, type Reply } from './caller.ts'
import { fakeTime } from './fake-time.ts'
import { runDir } from './run-dir.ts'

/** A real server whose wall clock is set while it runs, and the real terminal client, which has the true time. */
export interface WrongClockShop {
  listener: Child
  /** Sets the server's wall clock, milliseconds ahead of the true time. */
  setClock(aheadMs: number): void
  place(): Promise<Order>
  /** A callback by a provider whose clock is right. */
  pay(order: Order): Promise<Reply>
  paid(): Promise<Order>
  look(order: Order): Promise<Order>
  ready(): Promise<Reply>
  /** Resolves to the seconds since `from` at which the client prints the announcement `n` of the order. */
  rang(order: Order, n: number, from: number): Promise<number>
  /** The newest reminder of the order, as the server tells it. */
  reminder(order: Order): Promise<Reminder | undefined>
  serverLog(): string
  /** Ends the server in good order, and starts it again with its clock so far ahead. */
  restart(aheadMs: number): Promise<void>
}

/** Reads a clock that nobody sets, in seconds. */
export const trueSeconds = (): number => performance.now() / 1_000

/** Opens such a shop; its processes end with the test or round. */
export async function openWrongClockShop(name: string, aheadMs = 0): Promise<WrongClockShop> {
  const dataDir = runDir(`clock-${name}`)
  const time = fakeTime(join(dataDir, 'ahead'))
  time.set(aheadMs)
  const PORT = String(await freePort())
  const env = { DATA_DIR: dataDir, PORT, LOG_LEVEL: 'info', STANDARD_WEBHOOKS_SECRET: TEST_WEBHOOKS_SECRET }
  const start = async () => {
    const child = runChild('server/main.ts', [], { ...env, ...time.env })
    await child.until('listens on')
    return child
  }
  let server = await start()
  const keys: LocalKeys = await until('the keys are written', () =>
    localKeysSchema.parse(JSON.parse(readFileSync(join(dataDir, 'local-keys.json'), 'utf8'))),
  )
  const { url } = keys
  const listener = runChild(
    'desktop/hosts/terminal/main.ts',
    ['--render', join(dataDir, 'said'), '--locale', 'en'],
    env,
  )
  await listener.until('connected')

  const shop: WrongClockShop = {
    listener,
    setClock: time.set,
    async place() {
      const body = {
        storeId: keys.storeId,
        number: `no-${randomUUID()}`,
        amountMinor: 100,
        items: [{ name: '面', quantity: 1 }],
      }
      const { status, body: order } = await call(url, '/v1/orders', { as: keys.orderingKey, body })
      if (status !== 201) throw new Error(`HTTP ${status}: ${JSON.stringify(order)}`)
      return order as Order
    },
    pay: ({ number }) =>
      notify(url, TEST_WEBHOOKS_SECRET, Date.now(), {
        ...{ transactionId: `tx-${number}-${randomUUID()}`, orderNumber: number, amountMinor: 100 },
      }),
    async paid() {
      const order = await shop.place()
      const { status } = await shop.pay(order)
      if (status !== 204) throw new Error(`the payment was answered ${status}`)
      return order
    },
    look: async ({ id }) =>
      (await call(url, `/v1/orders/${id}`, { method: 'GET', as: keys.orderingKey })).body as Order,
    ready: () => call(url, '/readyz', { method: 'GET' }),
    async rang({ number }, n, from) {
      const line = new RegExp(`NEW ORDER  #${number}  .*${n === 1 ? '' : `reminder no. ${n}`}`)
      await listener.until(line)
      return trueSeconds() - from
    },
    async reminder({ id }) {
      const { body } = await call(url, `/v1/reminders?orderId=${id}`, { method: 'GET', as: keys.operatorKey })
      return (body as ReminderPage).reminders[0]
    },
    serverLog: () => server.output(),
    async restart(ahead) {
      await server.kill('SIGTERM')
      time.set(ahead)
      server = await start()
    },
  }
  return shop
}
