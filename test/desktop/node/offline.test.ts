import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket as TcpSocket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { createConnection, type EntryReader, WELCOME_LIMIT_MS } from '../../../desktop/core/connection/connection.ts'
import { createLinkProbe } from '../../../desktop/core/connection/link-probe.ts'
import { hostFetch } from '../../../desktop/core/rest/fetch.ts'
import { hasNetwork } from '../../../desktop/node/has-network.ts'
import { createWsTransport } from '../../../desktop/node/ws-transport.ts'
import { CLOSE, type CloseName } from '../../../shared/protocol/close-codes.ts'
import { SOCKET_PATH } from '../../../shared/protocol/limits.ts'
import { startHandshakeProxy } from '../../support/handshake-proxy.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { startTestServer } from '../../support/test-server.ts'
import { until } from '../../support/until.ts'
import { fixedRandom, recordingLog } from '../core/support/small-ports.ts'

/** Real sockets to whatever stands at `server`, on a clock that stands still: attempts come when a test says so. */
function connectTo(server: string, online?: () => boolean | undefined) {
  const clock = createManualClock()
  const reader: EntryReader = {
    ...{ cursor: () => null, seq: () => 0, welcome() {}, inSync() {}, disconnected() {} },
    apply: () => 'applied',
  }
  const asked: string[] = []
  const fetch = hostFetch(globalThis)
  const connection = createConnection({
    transport: createWsTransport(),
    clock,
    random: fixedRandom(0),
    log: recordingLog(),
    url: `${server.replace(/^http/, 'ws')}${SOCKET_PATH}`,
    identity: { token: 'tok', device: { app: 'test', version: '1', platform: 'none' } },
    reader,
    probe: createLinkProbe({
      fetch(question) {
        asked.push(new URL(question.url).pathname)
        return fetch(question)
      },
      server,
      online,
    }),
    changed() {},
    welcomed() {},
  })
  connection.start()
  onTestFinished(() => connection.stop())
  const failed = () => until('an attempt has failed', () => connection.link().failures > 0)
  return {
    ...{ clock, connection, asked, failed },
    async fault() {
      await failed()
      return await until('the reason is known', () => connection.link().fault)
    },
  }
}

async function listening(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const open = new Set<TcpSocket>()
  server.on('connection', (socket: TcpSocket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A server that answers everything alike, handshakes too. */
function answering(status: number, headers: Record<string, string>, body: string): Promise<string> {
  const answer = (response: ServerResponse) => {
    response.writeHead(status, { ...headers, connection: 'close' })
    response.end(body)
  }
  return listening(createServer((_question, response) => answer(response)))
}

/** A server that takes every socket and closes it with a code. */
async function closing(code: number): Promise<string> {
  const http = createServer((_question, response) => response.end('{"status":"ok"}'))
  new WebSocketServer({ server: http, handleProtocols: (offered) => [...offered][0] ?? false }).on(
    'connection',
    (socket: WebSocket) => socket.close(code),
  )
  return await listening(http)
}

describe('a device that is offline says which of four it is:', () => {
  it.each([
    ['200 OK', 'http_200'],
    ['400 Bad Request', 'http_400'],
    ['403 Forbidden', 'http_403'],
    ['404 Not Found', 'http_404'],
    ['502 Bad Gateway', 'http_502'],
  ])('a proxy that answers handshakes with %s', async (handshake, why) => {
    const { url } = await startTestServer()
    const { fault } = connectTo((await startHandshakeProxy(url, handshake)).url)
    expect(await fault()).toEqual({ kind: 'proxy', why })
  })

  it('a proxy that lets handshakes hang', async () => {
    const { url } = await startTestServer()
    const link = connectTo((await startHandshakeProxy(url, 'hangs')).url)
    link.clock.advance(WELCOME_LIMIT_MS)
    expect(await link.fault()).toEqual({ kind: 'proxy', why: 'no_socket' })
  })

  it('a network that answers everything with its own page', async () => {
    const page = await answering(200, { 'content-type': 'text/html' }, '<h1>Welcome to our Wi-Fi</h1>')
    expect(await connectTo(page).fault()).toEqual({ kind: 'no_network', why: 'portal' })
  })

  it.each([302, 511])('a network that wants a login first (%i)', async (status) => {
    const page = await answering(status, { location: 'http://127.0.0.1:1/login' }, '')
    expect(await connectTo(page).fault()).toEqual({ kind: 'no_network', why: 'portal' })
  })

  it('a port at which nobody listens', async () => {
    const gone = createTcpServer()
    const url = await listening(gone)
    await new Promise((resolve) => gone.close(resolve))
    expect(await connectTo(url).fault()).toEqual({ kind: 'server_away', why: 'closed' })
  })

  it('a port at which nobody answers, and one that hangs up', async () => {
    const silent = createTcpServer((socket) => socket.destroy())
    expect(await connectTo(await listening(silent)).fault()).toEqual({ kind: 'server_away', why: 'no_answer' })
  })

  it('a machine without a network, but for a server of its own', async () => {
    const server = 'http://nowhere.invalid:9'
    expect(await connectTo(server, () => false).fault()).toEqual({ kind: 'no_network', why: 'offline' })
    expect(hasNetwork(() => ({ lo: [{ internal: true } as never] }))).toBe(false)
    expect(hasNetwork(() => ({ lo: [{ internal: true } as never], eth0: [{ internal: false } as never] }))).toBe(true)
    const gone = createTcpServer()
    const url = await listening(gone)
    await new Promise((resolve) => gone.close(resolve))
    expect(await connectTo(url, () => false).fault()).toEqual({ kind: 'server_away', why: 'closed' })
  })

  it.each([503, 404])('an address that answers everything with %i', async (status) => {
    const url = await answering(status, { 'content-type': 'text/plain' }, 'no')
    expect(await connectTo(url).fault()).toEqual({ kind: 'refused', why: `http_${status}` })
  })

  it('our server, which does not go by that name', async () => {
    const { url } = await startTestServer({ env: { PUBLIC_URL: 'https://shop.example', TRUST_PROXY: '1' } })
    const { port } = new URL(url)
    const renaming = createServer((_question, response) => response.end('{"status":"ok"}'))
    renaming.on('upgrade', (question: IncomingMessage, stream: TcpSocket) => {
      const headers = { ...question.headers, host: 'other.example' }
      const onward = request({ port, host: '127.0.0.1', path: question.url, headers })
      onward.on('response', (reply) => stream.end(`HTTP/1.1 ${reply.statusCode} x\r\nConnection: close\r\n\r\n`))
      onward.end()
    })
    expect(await connectTo(await listening(renaming)).fault()).toEqual({ kind: 'refused', why: 'http_421' })
  })

  it('a server that is still being started', async () => {
    const starting = createServer(({ url = '' }, response) => {
      response.statusCode = url === '/healthz' ? 200 : 503
      response.end(url === '/healthz' ? '{"status":"ok"}' : '{"status":"unavailable","fault":"migrating"}')
    })
    expect(await connectTo(await listening(starting)).fault()).toEqual({
      kind: 'refused',
      why: 'not_ready_migrating',
    })
  })

  it.each(Object.keys(CLOSE) as CloseName[])('a server that closes with %s', async (name) => {
    const { fault } = connectTo(await closing(CLOSE[name].code))
    expect(await fault()).toEqual({ kind: 'refused', why: name })
  })

  it('a server that closes with a code of somebody else', async () => {
    expect(await connectTo(await closing(4999)).fault()).toEqual({ kind: 'refused', why: 'close_4999' })
  })
})

describe('asking why', () => {
  it('costs a few questions an outage, not one at every attempt, and stays until the link is in sync', async () => {
    const { url } = await startTestServer()
    const link = connectTo((await startHandshakeProxy(url, '400 Bad Request')).url)
    const fault = await link.fault()
    for (let attempts = 2; attempts <= 6; attempts++) {
      link.clock.advance(1_000)
      await until('the next attempt has failed', () => link.connection.link().failures >= attempts)
      expect(link.connection.link().fault).toEqual(fault)
    }
    expect(link.asked.filter((path) => path === '/healthz')).toHaveLength(1)
    link.connection.reconnectNow('online')
    await until('it asks again', () => link.asked.filter((path) => path === '/healthz').length === 2)
  })
})
