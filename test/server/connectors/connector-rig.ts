import { readFileSync } from 'node:fs'
import { expect, onTestFinished } from 'vitest'
import type { Connector, NewConnector } from '../../../shared/api/connectors.ts'
import type { Order } from '../../../shared/api/orders.ts'
import type { Reminder } from '../../../shared/api/reminders.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import type { Reply } from '../../support/test-api.ts'
import { startTestServer, type TestServer, type TestServerOptions } from '../../support/test-server.ts'

/** A body of `fixtures/`, to be changed at will. */
export interface Fixture {
  [field: string]: unknown
  line_items: Record<string, unknown>[]
}

/** Reads a body of `fixtures/`. */
export function fixture(name: 'woocommerce-order' | 'shopify-order'): Fixture {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as Fixture
}

/** A delivery as it goes over the wire. */
export interface Written {
  body: string | Buffer
  headers: Record<string, string>
}

export interface ConnectorRig extends TestServer {
  clock: ManualClock
  connector: NewConnector
  /** The address that the platform calls. */
  door: string
  /** Knocks at the door; resolves to the status and the problem’s code. */
  knock(written: Written, path?: string): Promise<{ status: number; code: string | undefined }>
  orders(): Promise<Order[]>
  reminders(): Promise<Reminder[]>
  read(): Promise<Connector>
  operate(method: string, path: string, body?: object): Promise<Reply>
  /** Expects that nothing in the database has changed since this rig was made, or since the last look. */
  unchanged(tried: string): Promise<void>
}

/** Starts a server whose store is connected to a shop of `kind`. */
export async function connectorRig(
  kind: string,
  { settings, secret, ...options }: TestServerOptions & { settings?: object; secret?: string } = {},
): Promise<ConnectorRig> {
  const clock = createManualClock()
  const server = await startTestServer({ clock, ...options })
  const { api, storeId, running, url } = server
  const operate = (method: string, path: string, body?: object) =>
    api.call(method, path, { as: api.operatorKey, ...(body && { body }) })
  const created = await operate('POST', `/v1/stores/${storeId}/connectors`, {
    ...{ kind, name: '网店' },
    ...(settings && { settings }),
    ...(secret && { secret }),
  })
  expect(created, JSON.stringify(created.body)).toMatchObject({ status: 201 })
  const connector = created.body as NewConnector
  const door = `${url}${connector.path.replace('{secret}', connector.secret)}`
  const unchanged = await watchDatabase(running.ctx)
  return {
    ...server,
    clock,
    connector,
    door,
    operate,
    unchanged,
    async knock({ body, headers }, address = door) {
      const response = await fetch(address, { method: 'POST', headers, body })
      const text = await response.text()
      return { status: response.status, code: text === '' ? undefined : (JSON.parse(text) as { code: string }).code }
    },
    async orders() {
      return ((await operate('GET', '/v1/orders?limit=200')).body as { orders: Order[] }).orders
    },
    async reminders() {
      return ((await operate('GET', '/v1/reminders?limit=200')).body as { reminders: Reminder[] }).reminders
    },
    async read() {
      return (await operate('GET', `/v1/connectors/${connector.id}`)).body as Connector
    },
  }
}

/** Closes a shop when the test ends. */
export function closing<Shop extends { close(): Promise<void> }>(shop: Shop): Shop {
  onTestFinished(() => shop.close())
  return shop
}
