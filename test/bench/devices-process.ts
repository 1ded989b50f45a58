import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { SOCKET_PATH, SUBPROTOCOL } from '../../shared/protocol/limits.ts'
import { machineMs } from './clock.ts'
import { answerParent } from './family.ts'
import { orderIndex } from './orders.ts'

/** Connections opened at once, so that setting up does not run into the server's limits. */
const CONNECT_BATCH = 100
const LOOK_AGAIN_MS = 50

/** By number of the order; times of `machineMs`, 0: never. */
export interface Received {
  receivedAt: Float64Array
  /** First announcements that came more than once. */
  doubles: number
  /** Connections that ended before they were told to. */
  dropped: number
}

/** What of a frame is needed here; the server is trusted to speak its own protocol. */
interface Frame {
  op?: string
  type?: number
  seq: number
  n: number
  order: { number: string }
}

/** The shops: a bare `reminder.v1` client each, which notes when a frame came and acknowledges it. */
function createShops() {
  let receivedAt = new Float64Array(0)
  let count = 0
  let doubles = 0
  let dropped = 0

  /** Connects a device for each token; resolves when all have caught up. `orders`: how many there are to hear of. */
  async function connect({ url, tokens, orders }: { url: string; tokens: string[]; orders: number }): Promise<void> {
    receivedAt = new Float64Array(orders)
    const address = new URL(SOCKET_PATH, url.replace(/^http/, 'ws')).href
    for (let i = 0; i < tokens.length; i += CONNECT_BATCH) {
      await Promise.all(tokens.slice(i, i + CONNECT_BATCH).map((token) => connectDevice(address, token)))
    }
  }

  function connectDevice(address: string, token: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(address, SUBPROTOCOL, { perMessageDeflate: false })
      socket.on('open', () => {
        const device = { app: 'bench', version: '0', platform: process.platform }
        socket.send(JSON.stringify({ op: 'hello', v: 1, token, device, cursor: null }))
      })
      socket.on('message', (data) => {
        const at = machineMs()
        const frame = JSON.parse(data.toString()) as Frame
        if (frame.type !== undefined) {
          if (frame.type === 1 && frame.n === 1) note(orderIndex(frame.order.number), at)
          socket.send(`{"op":"ack","seq":${frame.seq}}`)
        } else if (frame.op === 'synced') resolve()
      })
      socket.on('error', reject)
      socket.on('close', (code) => {
        dropped++
        reject(new Error(`a device was closed with ${code}`))
      })
    })
  }

  function note(index: number, at: number): void {
    if (receivedAt[index] === 0) {
      receivedAt[index] = at
      count++
    } else doubles++
  }

  /** Waits until every order was heard of, or nothing new came for `patienceMs`. */
  async function gather({ patienceMs }: { patienceMs: number }): Promise<Received> {
    let before = -1
    for (let waited = 0; count < receivedAt.length && waited < patienceMs; waited += LOOK_AGAIN_MS) {
      if (count > before) waited = 0
      before = count
      await pause(LOOK_AGAIN_MS)
    }
    return { receivedAt, doubles, dropped }
  }

  return { connect, gather }
}

export type DevicesCalls = ReturnType<typeof createShops>

answerParent(createShops())
