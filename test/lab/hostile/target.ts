import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TEST_WEBHOOKS_SECRET } from '../../support/test-server.ts'
import { checkDatabase } from '../check/check-database.ts'
import { explain } from '../check/check-history.ts'
import { type DatabaseDump, readDatabase } from '../check/read-database.ts'
import { call, notify } from '../rig/caller.ts'
import { type ServerChild, startServerChild } from '../rig/server-child.ts'

export interface PairedShop {
  storeId: string
  /** Stands in every text of this store, and in nothing else that is ever sent: whoever sees it sees this store. */
  mark: string
  devices: { deviceId: string; token: string }[]
  /** Of orders in several states. */
  orders: number[]
  reminders: string[]
}

/** A server in a process of its own on which two shops exist, and everything one needs to treat it badly. */
export interface Target {
  server: ServerChild
  url: string
  dataDir: string
  secret: string
  keys: { ordering: string; operator: string }
  shops: [PairedShop, PairedShop]
  /** The token of a device that was shut out. */
  revoked: string
  /** Of devices that nobody misses. */
  spareDevices: string[]
  payments: string[]
  pairingCodes: string[]
  /** Everything that no answer may show. */
  secrets: string[]
  /** Bytes of memory that the server has now; `undefined` where the system does not say. */
  memory(): number | undefined
  /** Stops the server in good order, and says what is wrong with what it leaves behind. */
  finish(): Promise<string[]>
}

const DEVICES = 8

/** Opens the shops on a new database below `dir`. */
export async function openTarget(dir: string, env: Record<string, string> = {}): Promise<Target> {
  const dataDir = join(dir, 'data')
  mkdirSync(dataDir, { recursive: true })
  const logFile = join(dir, 'server.log')
  const server = await startServerChild({ dataDir, logFile, env })
  const { url, firstKeys } = await server.ready()
  if (firstKeys === null) throw new Error('the database is not a new one')
  const keys = { ordering: firstKeys.orderingKey, operator: firstKeys.operatorKey }
  const ask = async <T>(path: string, as: string, body?: object, method = 'POST'): Promise<T> => {
    const reply = await call(url, path, { method, as, ...(body !== undefined && { body }) })
    if (reply.status >= 300) throw new Error(`${path}: HTTP ${reply.status}: ${JSON.stringify(reply.body)}`)
    return reply.body as T
  }
  const codeOf = async (storeId: string) =>
    (await ask<{ code: string }>(`/v1/stores/${storeId}/pairing-codes`, keys.operator)).code
  const pair = async (storeId: string, name: string) => {
    const body = { code: await codeOf(storeId), name, platform: 'test' }
    return await ask<{ deviceId: string; token: string }>('/v1/devices/pair', keys.ordering, body)
  }
  const pay = async (orderNumber: string, amountMinor: number) => {
    const notice = { transactionId: `tx-${orderNumber}-${amountMinor}`, orderNumber, amountMinor }
    const { status } = await notify(url, TEST_WEBHOOKS_SECRET, Date.now(), notice)
    if (status !== 204) throw new Error(`a payment was answered ${status}`)
  }

  async function openShop(mark: string): Promise<PairedShop> {
    const { id: storeId } = await ask<{ id: string }>('/v1/stores', keys.operator, { name: mark })
    const devices: PairedShop['devices'] = []
    for (let i = 0; i < DEVICES; i++) devices.push(await pair(storeId, `${mark} ${i}`))
    const as = devices[0]?.token ?? ''
    const orders: number[] = []
    for (const [index, moves] of [['unpaid'], [], [], ['confirm'], ['confirm', 'dispatch'], ['reject']].entries()) {
      const number = `${mark}-${index}`
      const items = [{ name: mark, quantity: 1, note: mark }]
      const customer = { name: mark, phone: '13800138000', address: mark }
      const body = { storeId, number, items, amountMinor: 100, remark: mark, customer }
      const { id } = await ask<{ id: number }>('/v1/orders', keys.ordering, body)
      orders.push(id)
      if (moves[0] === 'unpaid') continue
      await pay(number, 100)
      for (const move of moves) await ask(`/v1/orders/${id}/${move}`, as, { reason: mark })
    }
    await pay(`${mark}-nobody`, 1)
    const page = await ask<{ reminders: { id: string }[] }>('/v1/reminders', as, undefined, 'GET')
    return { storeId, mark, devices, orders, reminders: page.reminders.map(({ id }) => id) }
  }

  const shops: Target['shops'] = [await openShop('Mark-of-the-first'), await openShop('Mark-of-the-second')]
  const spare = await Promise.all(shops.map(({ storeId }) => pair(storeId, 'spare')))
  const { token: revoked, deviceId } = await pair(shops[0].storeId, 'old')
  await ask(`/v1/devices/${deviceId}`, keys.operator, undefined, 'DELETE')
  const { payments } = await ask<{ payments: { id: string }[] }>('/v1/payments', keys.operator, undefined, 'GET')
  const tokens = [...shops.flatMap(({ devices }) => devices), ...spare].map(({ token }) => token)
  return {
    server,
    url,
    dataDir,
    secret: TEST_WEBHOOKS_SECRET,
    keys,
    shops,
    revoked,
    spareDevices: spare.map((device) => device.deviceId),
    payments: payments.map(({ id }) => id),
    pairingCodes: [await codeOf(shops[0].storeId), await codeOf(shops[1].storeId)],
    secrets: [keys.ordering, keys.operator, TEST_WEBHOOKS_SECRET, revoked, ...tokens],
    memory: () => memoryOf(server.pid),
    async finish() {
      const stopped = await server.stop().then(
        () => [],
        (error: unknown) => [String(error)],
      )
      const { errors, resets } = readLog(logFile)
      const database = await readDatabase(dataDir)
      return [...stopped, ...errors, ...explain(checkDatabase(resets > 0 ? inOneEpoch(database) : database))]
    },
  }
}

function memoryOf(pid: number): number | undefined {
  const file = `/proc/${pid}/status`
  const kilobytes = existsSync(file) ? /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
}

/** A device that shows a cursor from a future that never was cannot be told from a database that lost its past. */
const RESET = 'a device knows events that this database lost; all devices are reset'

/** Lines of the log that say that something went wrong on the server's side, and how often all devices were reset. */
function readLog(logFile: string): { errors: string[]; resets: number } {
  const lines = readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !/^\{"level":[1-4]\d,/.test(line))
    .map((line) => JSON.parse(line) as { msg?: string; err?: { message?: string; stack?: string } })
  const errors = lines.filter(({ msg }) => msg !== RESET)
  // The same again and again is told once.
  const counts = new Map<string, number>()
  for (const { msg, err } of errors) {
    const line = `logged: ${msg}: ${err?.stack ?? err?.message ?? ''}`
    counts.set(line, (counts.get(line) ?? 0) + 1)
  }
  return {
    errors: [...counts].map(([line, count]) => (count === 1 ? line : `${count} times ${line}`)),
    resets: lines.length - errors.length,
  }
}

/** After a reset the entries before it keep the cursors of their time; whoever shows one is reset, as it should be. */
function inOneEpoch(database: DatabaseDump): DatabaseDump {
  const epochs = new Map(database.stores.map(({ id, epoch }) => [id, epoch]))
  return {
    ...database,
    log: database.log.map((row) => ({
      ...row,
      body: row.body.replace(/"cursor":"[^."]+\./, () => `"cursor":"${epochs.get(row.store_id)}.`),
    })),
  }
}
