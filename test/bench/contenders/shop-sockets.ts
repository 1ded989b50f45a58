import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { SOCKET_PATH } from '../../../shared/protocol/limits.ts'
import { orderIndex } from '../orders.ts'
import { sampleFrame } from './sample-frame.ts'

const WINDOW = 64

/** The sockets of a contender that keeps no log: who is connected gets what is pushed, and acks go nowhere. */
export interface ShopSockets {
  /** Tells the devices of the order's store. */
  push(orderNumber: string): void
  broadcast(text: string): void
}

interface Frame {
  op: string
  token: string
  cursor: string | null
  seq: number
}

/** STORES and DEVICES_PER_STORE of the environment say who is whose; with BACKLOG, who comes back gets so many frames. */
export function createShopSockets(server: Server): ShopSockets {
  const stores = Number(process.env['STORES'])
  const devicesPerStore = Number(process.env['DEVICES_PER_STORE'])
  const backlog = Number(process.env['BACKLOG'] ?? 0)
  const byStore = new Map<number, Set<WebSocket>>()
  const heads = new Map<number, number>()
  const all = new Set<WebSocket>()
  const wss = new WebSocketServer({ server, path: SOCKET_PATH, perMessageDeflate: false, clientTracking: false })

  wss.on('connection', (socket) => {
    let behind = 0
    let sent = 0
    let store: Set<WebSocket> | undefined
    all.add(socket)

    function catchUp(acked: number): void {
      while (sent < behind && sent - acked < WINDOW) socket.send(sampleFrame('B000000000', ++sent))
      if (sent === behind) {
        socket.send('{"op":"synced","head":0}')
        behind = 0
      }
    }

    socket.on('message', (data) => {
      const frame = JSON.parse(data.toString()) as Frame
      if (frame.op === 'hello') {
        const number = Math.floor(Number(frame.token.slice('device-'.length)) / devicesPerStore)
        store = byStore.get(number) ?? new Set()
        byStore.set(number, store.add(socket))
        socket.send('{"op":"welcome","v":1,"head":0,"resumed":true,"heartbeatMs":20000,"window":64,"spreadMs":1000}')
        behind = frame.cursor === null ? 0 : backlog
        catchUp(0)
      } else if (behind > 0) catchUp(frame.seq)
    })
    socket.on('close', () => {
      all.delete(socket)
      store?.delete(socket)
    })
  })

  return {
    push(orderNumber) {
      const store = orderIndex(orderNumber) % stores
      const head = (heads.get(store) ?? 0) + 1
      heads.set(store, head)
      const frame = sampleFrame(orderNumber, head)
      for (const socket of byStore.get(store) ?? []) socket.send(frame)
    },
    broadcast(text) {
      for (const socket of all) socket.send(text)
    },
  }
}
