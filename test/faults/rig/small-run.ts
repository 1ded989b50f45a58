import type { Order } from '../../../shared/api/orders.ts'
import { TEST_WEBHOOKS_SECRET } from '../../support/test-server.ts'
import { checkHistory } from '../check/check-history.ts'
import type { Operation, OperationLine, Violation } from '../check/history.ts'
import { readDatabase } from '../check/read-database.ts'
import { type BareDevice, createBareDevice } from './bare-device.ts'
import { call, notify, type Reply } from './caller.ts'
import { createMemoryJournal } from './memory-journal.ts'
import type { MutantName } from './mutants.ts'
import { runDir } from './run-dir.ts'
import { type ServerChild, startServerChild } from './server-child.ts'
import { openShops } from './shops.ts'

export interface SmallRunOptions {
  mutant?: MutantName
  /** Where the database is; default: a fresh folder. */
  dataDir?: string
}

/** One store with one connected device on a server in a process of its own; jobs run when they are asked to. */
export interface SmallRun {
  dataDir: string
  server(): ServerChild
  device: BareDevice
  place(): Promise<Order>
  /** One notice of one payment for the order; a repetition carries the same transaction. */
  pay(order: Order): Promise<Reply>
  /** An order placed and paid; throws when it was refused. */
  paid(): Promise<Order>
  confirm(order: Order): Promise<Reply>
  /** The order as the server shows it. */
  look(order: Order): Promise<Order>
  ready(): Promise<Reply>
  /** Kills the server. */
  kill(): Promise<void>
  /** Starts a server on the database as it is, and connects the device to it. */
  start(): Promise<void>
  /** What is wrong with what is on disk. */
  check(options: { atRest: boolean }): Promise<Violation[]>
}

export async function startSmallRun(options: SmallRunOptions = {}): Promise<SmallRun> {
  const { mutant } = options
  const dataDir = options.dataDir ?? runDir(`small-${mutant}`)
  const serve = (as?: MutantName) =>
    startServerChild({
      dataDir,
      time: { origin: Date.now(), speed: 1, asked: true },
      logFile: '/dev/null',
      ...(as !== undefined && { mutant: as }),
    })
  const { shops, orderingKey } = await openShops(serve(), [1])
  const [shop] = shops
  const [paired] = shop?.devices ?? []
  if (shop === undefined || paired === undefined) throw new Error('no shop was opened')
  const journal = createMemoryJournal()
  const device = createBareDevice({ token: paired.token, journal })
  const operations: OperationLine[] = []
  let server = serve(mutant)
  let url = ''
  await connect()

  async function connect(): Promise<void> {
    url = (await server.ready()).url
    void device.connect(url)
    await device.until(({ synced }) => synced !== undefined)
  }

  async function asked(operation: Operation, reply: Promise<Reply>): Promise<Reply> {
    const attempt = operations.length
    operations.push({ t: 'send', attempt, ...operation })
    const { status, body } = await reply
    operations.push({ t: 'answer', op: operation.op, attempt, status, body })
    return { status, body }
  }

  async function place(): Promise<Order> {
    const number = `no-${operations.length}`
    const facts = { storeId: shop?.storeId ?? '', number, amountMinor: 100 }
    const body = { ...facts, items: [{ name: '面', quantity: 1 }] }
    const placed = await asked(
      { op: `place-${number}`, kind: 'place', ...facts },
      call(url, '/v1/orders', { as: orderingKey, body }),
    )
    if (placed.status !== 201) throw new Error(`HTTP ${placed.status}: ${JSON.stringify(placed.body)}`)
    return placed.body as Order
  }

  function pay({ number }: Order): Promise<Reply> {
    const facts = { transactionId: `tx-${number}`, orderNumber: number, amountMinor: 100 }
    const operation: Operation = { op: facts.transactionId, kind: 'pay', right: true, ...facts }
    return asked(operation, notify(url, TEST_WEBHOOKS_SECRET, Date.now(), facts))
  }

  return {
    dataDir,
    server: () => server,
    device,
    place,
    pay,
    async paid() {
      const order = await place()
      const { status, body } = await pay(order)
      if (status !== 204) throw new Error(`HTTP ${status}: ${JSON.stringify(body)}`)
      return order
    },
    confirm: ({ id: orderId }) =>
      asked(
        { op: `confirm-${orderId}`, kind: 'confirm', orderId, deviceId: paired.deviceId },
        call(url, `/v1/orders/${orderId}/confirm`, { as: paired.token, body: {} }),
      ),
    look: async ({ id }) => (await call(url, `/v1/orders/${id}`, { method: 'GET', as: orderingKey })).body as Order,
    ready: () => call(url, '/readyz', { method: 'GET' }),
    async kill() {
      await server.kill()
      device.disconnect()
    },
    async start() {
      server = serve()
      await connect()
    },
    async check(atRest) {
      const devices = [{ deviceId: paired.deviceId, storeId: shop.storeId, lines: journal.lines }]
      return checkHistory({ operations, devices, database: await readDatabase(dataDir) }, atRest)
    },
  }
}
