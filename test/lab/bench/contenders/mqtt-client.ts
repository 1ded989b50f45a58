import { once } from 'node:events'
import { connect } from 'node:net'
import {
  connectPacket,
  type Packet,
  pubackPacket,
  publishPacket,
  readPublish,
  subscribePacket,
  takePacket,
} from './mqtt-packets.ts'

const LAST_ID = 0xffff

/** One connection with a persistent session; everything with QoS 1. */
export interface MqttClient {
  /** Resolves when the broker has acknowledged the message. */
  publish(topic: string, message: string): Promise<void>
  /** `received` gets each message, and a function that acknowledges it. */
  subscribe(filter: string, received: (message: string, acknowledge: () => void) => void): Promise<void>
}

/** Connects to a broker of this machine. Rejects when it refuses. */
export async function connectMqtt(port: number, clientId: string): Promise<MqttClient> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  const waiting = new Map<number, () => void>()
  let rest: Buffer = Buffer.alloc(0)
  let lastId = 0
  let received: (message: string, acknowledge: () => void) => void = () => {}
  let connected: (code: number) => void = () => {}

  /** The next id that no message under way has. */
  function nextId(): number {
    do lastId = (lastId % LAST_ID) + 1
    while (waiting.has(lastId))
    return lastId
  }

  function handle(packet: Packet): void {
    if (packet.type === 'connack') connected(packet.body[1] ?? Number.NaN)
    else if (packet.type === 'publish') {
      const { id, message } = readPublish(packet)
      received(message, () => socket.write(pubackPacket(id)))
    } else if (packet.type === 'puback' || packet.type === 'suback') {
      const id = packet.body.readUInt16BE(0)
      waiting.get(id)?.()
      waiting.delete(id)
    }
  }

  socket.on('data', (bytes: Buffer) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    for (let taken = takePacket(rest); taken !== undefined; taken = takePacket(rest)) {
      rest = rest.subarray(taken.length)
      handle(taken.packet)
    }
  })

  function ask(write: (id: number) => Buffer): Promise<void> {
    return new Promise((resolve) => {
      const id = nextId()
      waiting.set(id, resolve)
      socket.write(write(id))
    })
  }

  const answer = new Promise<number>((resolve) => (connected = resolve))
  socket.write(connectPacket(clientId))
  const code = await answer
  if (code !== 0) throw new Error(`the broker refused the connection with ${code}`)
  return {
    publish: (topic, message) => ask((id) => publishPacket(id, topic, message)),
    subscribe(filter, onMessage) {
      received = onMessage
      return ask((id) => subscribePacket(id, filter))
    },
  }
}
