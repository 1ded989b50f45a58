import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunningServer } from '../../server/start-server.ts'
import type { PairedDevice } from '../../shared/api/devices.ts'
import type { CreateOrder, Order } from '../../shared/api/orders.ts'
import { noticeText, type PaymentNotice, WEBHOOK_PATH, webhookHeaders } from './webhook.ts'

export interface Reply {
  status: number
  headers: Headers
  /** Parsed JSON; a string for another body; undefined for an empty one. */
  body: unknown
}

export interface CallOptions {
  /** A key or device token; default: none. */
  as?: string | undefined
  body?: unknown
  /** A finished body, instead of `body`. */
  raw?: string | Buffer
  headers?: Record<string, string>
}

export type Notice = Omit<PaymentNotice, 'transactionId'> & { transactionId?: string }

export interface TestApi {
  storeId: string
  orderingKey: string
  operatorKey: string
  call(method: string, path: string, options?: CallOptions): Promise<Reply>
  /** Places an unpaid order. */
  place(order?: Partial<CreateOrder>): Promise<Order>
  /** Sends a signed callback. */
  notify(notice: Notice): Promise<Reply>
  /** Places an order and pays it. */
  placePaid(order?: Partial<CreateOrder>): Promise<Order>
  /** Pairs a new device with a store (default: the first). */
  pair(storeId?: string, name?: string): Promise<PairedDevice>
  /** Moves an order as a device does: `confirm`, `reject` … */
  move(token: string, orderId: number, move: string, reason?: string): Promise<Reply>
}

interface Keys {
  storeId: string
  orderingKey: string
  operatorKey: string
}

/**
 * Makes a client of a test server's REST interface. The first keys are stored beside the database, for its next start.
 */
export async function createTestApi(running: RunningServer, dataDir: string): Promise<TestApi> {
  const keys = await firstKeys(running, dataDir)

  async function call(method: string, path: string, options: CallOptions = {}): Promise<Reply> {
    const payload = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body))
    const response = await fetch(new URL(path, running.url), {
      method,
      headers: {
        ...(options.as !== undefined && { authorization: `Bearer ${options.as}` }),
        ...(payload !== undefined && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(payload !== undefined && { body: payload }),
    })
    return { status: response.status, headers: response.headers, body: parse(await response.text()) }
  }

  async function expectOk(reply: Promise<Reply>): Promise<unknown> {
    const { status, body } = await reply
    if (status >= 300) throw new Error(`HTTP ${status}: ${JSON.stringify(body)}`)
    return body
  }

  async function place(order: Partial<CreateOrder> = {}): Promise<Order> {
    const body = { storeId: keys.storeId, items: [{ name: '宫保鸡丁', quantity: 2 }], amountMinor: 3850, ...order }
    return (await expectOk(call('POST', '/v1/orders', { as: keys.orderingKey, body }))) as Order
  }

  function notify(notice: Notice): Promise<Reply> {
    const raw = noticeText(running.ctx.clock.now(), { transactionId: randomUUID(), ...notice })
    return call('POST', WEBHOOK_PATH, { raw, headers: signed(running, raw) })
  }

  return {
    ...keys,
    call,
    place,
    notify,
    async placePaid(order) {
      const placed = await place(order)
      const { number: orderNumber, amountMinor, currency } = placed
      await expectOk(notify({ orderNumber, amountMinor, currency }))
      return placed
    },
    async pair(storeId = keys.storeId, name = '前台') {
      const grant = (await expectOk(call('POST', `/v1/stores/${storeId}/pairing-codes`, { as: keys.operatorKey }))) as {
        code: string
      }
      const body = { code: grant.code, name, platform: 'test' }
      return (await expectOk(call('POST', '/v1/devices/pair', { body }))) as PairedDevice
    },
    move: (token, orderId, move, reason) =>
      call('POST', `/v1/orders/${orderId}/${move}`, { as: token, body: reason === undefined ? {} : { reason } }),
  }
}

/** Makes the headers of a callback that this server accepts. */
export function signed(
  running: RunningServer,
  raw: string | Buffer,
  id = `msg_${randomUUID()}`,
): Record<string, string> {
  return webhookHeaders(running.standardWebhooksSecret, running.ctx.clock.now(), raw, id)
}

async function firstKeys(running: RunningServer, dataDir: string): Promise<Keys> {
  const file = join(dataDir, 'test-keys.json')
  const { firstKeys: first } = running
  if (first === undefined) return JSON.parse(await readFile(file, 'utf8')) as Keys
  const keys = { storeId: first.store.id, orderingKey: first.orderingKey, operatorKey: first.operatorKey }
  await writeFile(file, JSON.stringify(keys))
  return keys
}

function parse(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
