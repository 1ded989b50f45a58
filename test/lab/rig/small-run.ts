import { randomUUID } from 'node:crypto'
import type { Order } from '../../../shared/api/orders.ts'
import { TEST_WEBHOOKS_SECRET } from '../../support/test-server.ts'
import { inTime } from '../../support/until.ts'
import type { CheckOptions } from '../check/check-device.ts'
import { checkHistory } from '../check/check-history.ts'
import type { Operation, OperationLine, Violation } from '../check/history.ts'
import { readDatabase, readHeads } from '../check/read-database.ts'
import type { MutantName } from '../mutants/server-mutants.ts'
import { type BareDevice, createBareDevice } from './bare-device.ts'
import { call, notify, type Reply } from './caller.ts'
import { createMemoryJournal } from './memory-journal.ts'
import { runDir } from './run-dir.ts'
import { type ServerChild, startServerChild } from './server-child.ts'
import type { ServerOptions } from './server-options.ts'
import { openShopsOn, type Shop } from './shops.ts'

export interface SmallRunOptions {
  mutant?: MutantName
  /** Where the database is; default: a fresh folder. */
  dataDir?: string
  /** Stores, each with one connected device. Default: 1. */
  stores?: number
}

/** Stores with one connected device each on a server in a process of its own; jobs run when they are asked to. */
export interface SmallRun {
  dataDir: string
  server(): ServerChild
  url(): string
  /** The device of the first store. */
  paired: { deviceId: string; storeId: string; token: string }
  /** Of the first store. */
  device: BareDevice
  /** `store`: which, from 0. */
  place(store?: number): Promise<Order>
  /**
   * One notice of one payment for the order, of its amount or of `amountMinor`. A repetition carries the same
   * transaction; another amount another one.
   */
  pay(order: Order, amountMinor?: number): Promise<Reply>
  /** An order placed and paid; throws when it was refused. */
  paid(store?: number): Promise<Order>
  /** By the first device; a repetition carries the same key. */
  confirm(order: Order): Promise<Reply>
  /** The order as the server shows it. */
  look(order: Order): Promise<Order>
  ready(): Promise<Reply>
  /** Kills the server. */
  kill(): Promise<void>
  /** Starts a server on the database as it is. */
  serve(mutant?: MutantName): Promise<void>
  /** Connects the devices to it; resolves when they have caught up. */
  connect(): Promise<void>
  /** Both. */
  start(): Promise<void>
  /** Connects the first device once more, knowing nothing; the one that was connected is sent away. */
  beginAnew(): Promise<void>
  /** Resolves when every device has reached the head, or at the latest after so many milliseconds. */
  settle(ms: number): Promise<void>
  /** What was done so far does not count: the database will be restored to before. */
  forget(): void
  /** What is wrong with what is on disk. */
  check(options: CheckOptions): Promise<Violation[]>
}

export async function startSmallRun(options: SmallRunOptions = {}): Promise<SmallRun> {
  const { mutant } = options
  const dataDir = options.dataDir ?? runDir(`small-${mutant}`)
  const serve = (as?: MutantName, more: Partial<ServerOptions> = {}) =>
    startServerChild({
      dataDir,
      time: { origin: Date.now(), speed: 1, asked: true },
      logFile: '/dev/null',
      ...(as !== undefined && { mutant: as }),
      ...more,
    })
  let server = await serve(mutant, { behaves: true })
  const { shops, orderingKey } = await openShopsOn(server, Array<number>(options.stores ?? 1).fill(1))
  await server.misbehave()
  const seats = shops.map((shop) => openSeat(shop))
  const [first] = seats
  if (first === undefined) throw new Error('no shop was opened')
  let operations: OperationLine[] = []
  let url = (await server.ready()).url
  await connect()

  async function begin(as?: MutantName): Promise<void> {
    server = await serve(as)
    url = (await server.ready()).url
  }

  async function connect(): Promise<void> {
    await Promise.all(seats.map((seat) => synced(seat.device)))
  }

  async function synced(device: BareDevice): Promise<void> {
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

  async function place(store = 0): Promise<Order> {
    const number = `no-${randomUUID()}`
    const facts = { storeId: shops[store]?.storeId ?? '', number, amountMinor: 100 }
    const body = { ...facts, items: [{ name: '面', quantity: 1 }] }
    const placed = await asked(
      { op: `place-${number}`, kind: 'place', ...facts },
      call(url, '/v1/orders', { as: orderingKey, body }),
    )
    if (placed.status !== 201) throw new Error(`HTTP ${placed.status}: ${JSON.stringify(placed.body)}`)
    return placed.body as Order
  }

  function pay({ number }: Order, amountMinor = 100): Promise<Reply> {
    const facts = { transactionId: `tx-${number}-${amountMinor}`, orderNumber: number, amountMinor }
    const operation: Operation = { op: facts.transactionId, kind: 'pay', right: amountMinor === 100, ...facts }
    return asked(operation, notify(url, TEST_WEBHOOKS_SECRET, Date.now(), facts))
  }

  return {
    dataDir,
    server: () => server,
    url: () => url,
    paired: { deviceId: first.deviceId, storeId: first.shop.storeId, token: first.token },
    device: first.device,
    place,
    pay,
    async paid(store) {
      const order = await place(store)
      const { status, body } = await pay(order)
      if (status !== 204) throw new Error(`HTTP ${status}: ${JSON.stringify(body)}`)
      return order
    },
    confirm: ({ id: orderId }) =>
      asked(
        { op: `confirm-${orderId}`, kind: 'confirm', orderId, deviceId: first.deviceId },
        call(url, `/v1/orders/${orderId}/confirm`, { as: first.token, key: `confirm-${orderId}`, body: {} }),
      ),
    look: async ({ id }) => (await call(url, `/v1/orders/${id}`, { method: 'GET', as: orderingKey })).body as Order,
    ready: () => call(url, '/readyz', { method: 'GET' }),
    async kill() {
      await server.kill()
      for (const { device } of seats) device.disconnect()
    },
    serve: begin,
    connect,
    async start() {
      await begin()
      await connect()
    },
    async beginAnew() {
      const late = openSeat(first.shop)
      seats.push(late)
      await synced(late.device)
    },
    async settle(ms) {
      const heads = await readHeads(dataDir)
      const behind = () => seats.some(({ device, shop }) => device.position().seq !== heads.get(shop.storeId))
      await inTime(ms, () => !behind())
    },
    forget() {
      operations = []
      for (const { journal } of seats) journal.lines.length = 0
    },
    async check(how) {
      const devices = seats.map(({ deviceId, shop, journal }) => ({
        deviceId,
        storeId: shop.storeId,
        lines: journal.lines,
      }))
      return checkHistory({ operations, devices, database: await readDatabase(dataDir) }, how)
    },
  }
}

/** The place of a store's one device. */
function openSeat(shop: Shop) {
  const [paired] = shop.devices
  if (paired === undefined) throw new Error('a shop has no device')
  const journal = createMemoryJournal()
  return { shop, ...paired, journal, device: createBareDevice({ token: paired.token, journal }) }
}
