import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { SOCKET_PATH } from '../../../../shared/protocol/limits.ts'
import { orderIndex } from '../orders.ts'
import { sampleFrame } from './sample-frame.ts'

const WINDOW = 64

/** The sockets of a contender: who is connected gets what is pushed. */
export interface ShopSockets {
  /** Tells the devices of the order's store. `acked` is called when the first of them has acknowledged it. */
  push(orderNumber: string, acked?: () => void): void
  broadcast(text: string): void
}

interface Frame {
  op: string
  token: string
  cursor: string | null
  seq: number
}

interface Shop {
  devices: Set<WebSocket>
  head: number
  /** By the frame's number, rising: who wants to know of its ack. */
  unacked: Map<number, () => void>
}

/** STORES and DEVICES_PER_STORE of the environment say who is whose; with BACKLOG, who comes back gets so many frames. */
export function createShopSockets(server: Server): ShopSockets {
  const stores = Number(process.env['STORES'])
  const devicesPerStore = Number(process.env['DEVICES_PER_STORE'])
  const backlog = Number(process.env['BACKLOG'] ?? 0)
  const shops = new Map<number, Shop>()
  const all = new Set<WebSocket>()
  const wss = new WebSocketServer({ server, path: SOCKET_PATH, perMessageDeflate: false, clientTracking: false })

  function shopOf(store: number): Shop {
    const shop = shops.get(store) ?? { devices: new Set(), head: 0, unacked: new Map() }
    shops.set(store, shop)
    return shop
  }

  wss.on('connection', (socket) => {
    let behind = 0
    let sent = 0
    let shop: Shop | undefined
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
        shop = shopOf(Math.floor(Number(frame.token.slice('device-'.length)) / devicesPerStore))
        shop.devices.add(socket)
        socket.send('{"op":"welcome","v":1,"head":0,"resumed":true,"heartbeatMs":20000,"window":64,"spreadMs":1000}')
        behind = frame.cursor === null ? 0 : backlog
        catchUp(0)
      } else if (frame.op !== 'ack') return
      else if (behind > 0) catchUp(frame.seq)
      else if (shop !== undefined) ackUpTo(shop, frame.seq)
    })
    socket.on('close', () => {
      all.delete(socket)
      shop?.devices.delete(socket)
    })
  })

  return {
    push(orderNumber, acked) {
      const shop = shopOf(orderIndex(orderNumber) % stores)
      shop.head++
      if (acked !== undefined) shop.unacked.set(shop.head, acked)
      const frame = sampleFrame(orderNumber, shop.head)
      for (const device of shop.devices) device.send(frame)
    },
    broadcast(text) {
      for (const socket of all) socket.send(text)
    },
  }
}

/** An ack is cumulative: the device has everything up to this number. */
function ackUpTo({ unacked }: Shop, last: number): void {
  for (const [seq, acked] of unacked) {
    if (seq > last) return
    unacked.delete(seq)
    acked()
  }
}
