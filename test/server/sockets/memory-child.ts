import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type WebSocket, WebSocketServer } from 'ws'
import { readConfig } from '../../../server/config.ts'
import { createLogger } from '../../../server/lib/logger.ts'
import { systemRandom } from '../../../server/lib/random.ts'
import { startServer } from '../../../server/start-server.ts'
import { hostClock } from '../../../shared/clock.ts'
import { SOCKET_PATH, SUBPROTOCOL } from '../../../shared/protocol/limits.ts'
import { prepareDatabase } from '../../lab/bench/prepare-database.ts'
import { helloFrame } from '../../support/reminder-link.ts'
import { pause, until } from '../../support/until.ts'

/** Connections that are not counted: what exists once, and code that is compiled when it is first needed. */
const WARM_UP = 200
const COUNTED = 800
const SECRET = `whsec_${Buffer.from('a secret for tests and nothing else').toString('base64')}`
const clock = hostClock(globalThis)

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Both ends are in this process; the clients are bare sockets, alike for both servers. */
let inSync = 0
function noteSynced(this: Socket, data: Buffer): void {
  if (data.includes('"synced"')) inSync++
}

/** Connects a device that speaks as few bytes of WebSocket as it can (RFC 6455, 5.2: masked, here with zeros). */
function joinAs(token: string, port: number): Socket {
  const hello = Buffer.from(JSON.stringify(helloFrame(token)))
  const head = Buffer.from([0x81, 0x80 | 126, hello.length >> 8, hello.length & 0xff, 0, 0, 0, 0])
  const socket = connect(port, '127.0.0.1')
  socket.on('data', noteSynced)
  socket.write(
    `GET ${SOCKET_PATH} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n\r\n`,
  )
  socket.write(Buffer.concat([head, hello]))
  return socket
}

async function join(tokens: readonly string[], port: number): Promise<Socket[]> {
  const before = inSync
  const sockets = tokens.map((token) => joinAs(token, port))
  await until('every device is in sync', () => inSync === before + tokens.length)
  return sockets
}

/** Bytes of objects that are alive, when no two collections differ by much any more. */
async function liveBytes(): Promise<number> {
  for (let last = Number.POSITIVE_INFINITY; ; ) {
    await pause(20)
    collectGarbage()
    const now = process.memoryUsage().heapUsed
    if (Math.abs(last - now) < COUNTED) return now
    last = now
  }
}

/** Resolves to the bytes of objects that one connection of both ends takes. */
async function bytesEach(tokens: readonly string[], port: number): Promise<number> {
  const warmUp = await join(tokens.slice(0, WARM_UP), port)
  const before = await liveBytes()
  const counted = await join(tokens.slice(WARM_UP), port)
  const after = await liveBytes()
  for (const socket of [...warmUp, ...counted]) socket.destroy()
  return (after - before) / counted.length
}

/** The least that a server of WebSockets can hold: nothing but what `node:http` and `ws` do. */
async function startBareServer(): Promise<number> {
  const server = createServer()
  const wss = new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false })
  function answer(this: WebSocket): void {
    this.send('{"op":"synced","head":0}')
  }
  wss.on('connection', (socket) => void socket.on('message', answer))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function startOurServer(dataDir: string): Promise<number> {
  const { url } = await startServer({
    config: readConfig({ PORT: '0', DATA_DIR: dataDir, LOCAL_KEYS: 'off' }),
    clock,
    random: systemRandom,
    logger: createLogger('silent'),
    makeWebhooksSecret: () => SECRET,
  })
  return Number(new URL(url).port)
}

const [dataDir = ''] = process.argv.slice(2)
const tokens = await prepareDatabase(dataDir, { stores: WARM_UP + COUNTED, devicesPerStore: 1, orders: 0 })
const bare = await bytesEach(tokens, await startBareServer())
const ours = await bytesEach(tokens, await startOurServer(dataDir))
process.stdout.write(`bytes: ${Math.round(ours - bare)} more than ${Math.round(bare)}\n`)
process.exit(0)
