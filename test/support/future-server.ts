import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { ORDER_STATUS } from '../../shared/order.ts'
import { type Frame, FUTURE, ORDER } from './future-frames.ts'

const TYPES: Record<string, string> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
}

export interface FutureServer {
  url: string
  /** The frames of all clients, in order. */
  received: Frame[]
  /** Paths of the human answers. */
  answered: string[]
  /** The number of client connections that have ended. */
  ended(): number
  /** Appends entries to the log, and sends them. */
  append(...entries: Frame[]): void
  /** The highest `seq` that a client acknowledged. */
  acked(): number
  close(): Promise<void>
}

/**
 * Starts an imagined newer server: `reminder.v1` and REST with values, fields and ops that no client of today has.
 *
 * @param pages the texts that it serves, by path
 * @param open the reminders that are open at `seq` when a client connects
 */
export async function startFutureServer(
  pages: Readonly<Record<string, string>> = {},
  open: { seq: number; entries: Frame[] } = { seq: 0, entries: [] },
): Promise<FutureServer> {
  const received: Frame[] = []
  const answered: string[] = []
  const live = new Set<WebSocket>()
  let head = open.seq
  let ended = 0

  const server = createServer((request, response) => {
    const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://x')
    const json = (body: unknown) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
    const page = pages[path === '/' ? '/index.html' : path]
    if (page !== undefined) {
      response.setHeader('content-type', TYPES[path.split('.').at(-1) ?? ''] ?? 'text/html').end(page)
    } else if (path === '/v1/devices/pair') json(PAIRED)
    else if (path.endsWith('/statistics')) json(STATISTICS)
    else if (path === '/v1/orders')
      json({ orders: isForAccepted(searchParams) ? [FUTURE_ORDER] : [], next: null, total: 1 })
    else if (request.method === 'POST') {
      answered.push(path)
      json({ state: 'merged' })
    } else response.writeHead(404).end()
  })
  const sockets = new WebSocketServer({ server, path: '/v1/socket' })
  sockets.on('connection', (socket) => {
    const say = (frame: Frame) => socket.send(JSON.stringify(frame))
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as Frame
      received.push(frame)
      if (frame['op'] !== 'hello') return
      say({ ...WELCOME, head, now: Date.now() })
      say({ op: 'snapshot', part: 1, last: true, seq: head, cursor: `c${head}`, open: open.entries, closedToday: [] })
      say({ op: 'weather', sky: 'grey' })
      say({ op: 'synced', head, mood: 'good' })
      live.add(socket)
    })
    socket.on('close', () => {
      ended++
      live.delete(socket)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answered,
    ended: () => ended,
    append(...entries) {
      for (const entry of entries) {
        head = Number(entry['seq'])
        for (const socket of live) socket.send(JSON.stringify(entry))
      }
    },
    acked: () => Math.max(-1, ...received.flatMap((frame) => (frame['op'] === 'ack' ? [Number(frame['seq'])] : []))),
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Checks whether a search asks for accepted orders, such as the one of this server. */
function isForAccepted(query: URLSearchParams): boolean {
  return query.get('status')?.split(',').includes(String(ORDER_STATUS.confirmed)) ?? true
}

const STORE = { id: 's1', name: '小店', locale: 'zh-HK', timezone: 'Asia/Shanghai' }
const PAIRED = {
  deviceId: 'd1',
  token: 'tok_future',
  store: { ...STORE, settings: { acceptWithinMinutes: 600, intake: 'busy' }, plan: 'gold' },
}
const WELCOME = {
  ...{ op: 'welcome', v: 1, store: STORE, resumed: false, heartbeatMs: 20_000, window: 64, spreadMs: 10 },
  ...FUTURE.welcome,
}
const FUTURE_ORDER = {
  ...{ id: 42, storeId: 's1', status: ORDER_STATUS.confirmed, payStatus: 4, reason: null, table: 4, ...ORDER },
  ...{ number: 'C77', currency: 'THB', amountMinor: 9_900, fulfilment: 'parcel_locker' },
  ...{
    confirmedAt: ORDER.paidAt,
    dispatchedAt: null,
    completedAt: null,
    cancelledAt: null,
    lastUrgedAt: null,
    revivedAt: null,
  },
}
const STATISTICS = {
  ...{ toBeConfirmed: 0, confirmed: 1, delivering: 0, unanswered: 0, waitingAtLocker: 3 },
  today: { since: 0, paid: 1, completed: 0, cancelled: 0, turnover: [{ currency: 'THB', amountMinor: 9_900 }] },
}
