import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished } from 'vitest'
import type { Event, EventPage } from '../../../shared/api/events.ts'
import type { CreatedEndpoint, DeliveryPage, WebhookEndpoint } from '../../../shared/api/webhook-endpoints.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import { startTestServer, type TestServer, type TestServerOptions } from '../../support/test-server.ts'

/** A call that a receiver got, with the event in it. */
export interface Arrival {
  path: string
  headers: IncomingHttpHeaders
  body: string
  event: Event
}

/** The way in which a receiver treats a call: a status, no answer, or the answer after that of somebody else. */
type Treatment = number | 'hangs up'

/** A receiver of webhooks, as an ordering system would have one. */
export interface Receiver {
  url: string
  arrivals: Arrival[]
  /** Default: takes everything. */
  treat(arrival: Arrival): Treatment
}

/** Starts a receiver on this machine; it is stopped when the test ends. */
export async function startReceiver(): Promise<Receiver> {
  const receiver: Receiver = { url: '', arrivals: [], treat: () => 200 }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8')
      const arrival = { path: request.url ?? '', headers: request.headers, body, event: JSON.parse(body).data as Event }
      receiver.arrivals.push(arrival)
      const treatment = receiver.treat(arrival)
      if (treatment === 'hangs up') request.socket.destroy()
      else response.writeHead(treatment, { Location: 'http://169.254.169.254/' }).end('seen')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return receiver
}

export interface EventsRig extends TestServer {
  clock: ManualClock
  receiver: Receiver
  /** Token of a device of the first store. */
  token: string
  read(query?: string): Promise<EventPage>
  /** Every event of the first store, or of a query. */
  types(query?: string): Promise<string[]>
  addEndpoint(body?: object): Promise<CreatedEndpoint>
  endpoint(id: string): Promise<WebhookEndpoint>
  deliveries(id: string): Promise<DeliveryPage['deliveries']>
  /** Places an order, pays and accepts it. */
  accepted(): Promise<number>
  /** Lets time pass, `stepMs` at a time. */
  later(ms: number, stepMs?: number): Promise<void>
  /** Lets seconds pass until something is so. */
  until(what: () => unknown): Promise<void>
}

/** A server that may call this machine, with a receiver beside it; time stands still but for `later`. */
export async function eventsRig(options: TestServerOptions = {}): Promise<EventsRig> {
  const clock = createManualClock()
  const env = { WEBHOOKS_ALLOW_HTTP: 'on', WEBHOOKS_ALLOW_PRIVATE: 'on', ...options.env }
  const server = await startTestServer({ clock, ...options, env })
  const receiver = await startReceiver()
  const { api, storeId } = server
  const { token } = await api.pair()

  async function operator<T>(method: string, path: string, body?: object): Promise<T> {
    const reply = await api.call(method, path, { as: api.operatorKey, ...(body !== undefined && { body }) })
    if (reply.status >= 300) throw new Error(`${path}: HTTP ${reply.status} ${JSON.stringify(reply.body)}`)
    return reply.body as T
  }
  const read = (query = `store=${storeId}`) => operator<EventPage>('GET', `/v1/events?limit=500&${query}`)
  return {
    ...server,
    clock,
    receiver,
    token,
    read,
    types: async (query) => (await read(query)).events.map(({ type }) => type),
    addEndpoint: (body) => operator('POST', '/v1/webhook-endpoints', { url: receiver.url, ...body }),
    endpoint: (id) => operator('GET', `/v1/webhook-endpoints/${id}`),
    deliveries: async (id) =>
      (await operator<DeliveryPage>('GET', `/v1/webhook-endpoints/${id}/deliveries?limit=200`)).deliveries,
    async accepted() {
      const { id } = await api.placePaid()
      expect((await api.move(token, id, 'confirm')).status).toBe(200)
      return id
    },
    later: (ms, stepMs) => pass(server, clock, ms, stepMs),
    async until(what) {
      await expect
        .poll(
          async () => {
            await pass(server, clock, 1_000)
            return Boolean(await what())
          },
          { timeout: 60_000, interval: 5 },
        )
        .toBe(true)
    },
  }
}

/** The numbers 1 to `n`. */
export const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1)
