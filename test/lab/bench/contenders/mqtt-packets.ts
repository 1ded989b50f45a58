/** As much of MQTT 3.1.1 (docs.oasis-open.org/mqtt/mqtt/v3.1.1) as QoS 1 in one persistent session takes. */

const PUBLISH_QOS_1 = 0x32
const CONNECT = 0x10
const PUBACK = 0x40
/** Its lower bits are fixed, [MQTT-3.8.1-1]. */
const SUBSCRIBE = 0x82
const PROTOCOL_LEVEL = 4
const QOS_1 = 1

/** A packet that came: its type is in the upper four bits of its first byte. */
export interface Packet {
  type: 'connack' | 'publish' | 'puback' | 'suback' | 'other'
  flags: number
  body: Buffer
}

const TYPES: Record<number, Packet['type']> = { 2: 'connack', 3: 'publish', 4: 'puback', 9: 'suback' }

/** Writes CONNECT for a session that stays (Clean Session 0), with no keep-alive. */
export function connectPacket(clientId: string): Buffer {
  return packet(CONNECT, [text('MQTT'), Buffer.from([PROTOCOL_LEVEL, 0, 0, 0]), text(clientId)])
}

/** Writes SUBSCRIBE to one topic filter, with QoS 1. */
export function subscribePacket(id: number, filter: string): Buffer {
  return packet(SUBSCRIBE, [twoBytes(id), text(filter), Buffer.from([QOS_1])])
}

/** Writes PUBLISH with QoS 1. */
export function publishPacket(id: number, topic: string, message: string): Buffer {
  return packet(PUBLISH_QOS_1, [text(topic), twoBytes(id), Buffer.from(message)])
}

/** Writes PUBACK. */
export function pubackPacket(id: number): Buffer {
  return packet(PUBACK, [twoBytes(id)])
}

/** Reads the message of a PUBLISH; one of QoS 0 has no id, which is then 0. */
export function readPublish({ flags, body }: Packet): { id: number; message: string } {
  const end = 2 + body.readUInt16BE(0)
  const qos = (flags >> 1) & 3
  return qos === 0
    ? { id: 0, message: body.toString('utf8', end) }
    : { id: body.readUInt16BE(end), message: body.toString('utf8', end + 2) }
}

/** Takes the first whole packet off the front of what came; `undefined` when it is not all there. */
export function takePacket(bytes: Buffer): { packet: Packet; length: number } | undefined {
  let size = 0
  for (let i = 0; i < 4; i++) {
    const byte = bytes[1 + i]
    if (byte === undefined) return undefined
    size += (byte & 127) * 128 ** i
    if (byte > 127) continue
    const length = 2 + i + size
    if (bytes.length < length) return undefined
    const first = bytes[0] ?? 0
    const body = bytes.subarray(2 + i, length)
    return { packet: { type: TYPES[first >> 4] ?? 'other', flags: first & 15, body }, length }
  }
  return undefined
}

function packet(first: number, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([first, ...remainingLength(body.length)]), body])
}

/** Seven bits a byte, the lowest first, §2.2.3. */
function remainingLength(length: number): number[] {
  return length < 128 ? [length] : [(length % 128) + 128, ...remainingLength(Math.floor(length / 128))]
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([twoBytes(bytes.length), bytes])
}

function twoBytes(value: number): Buffer {
  return Buffer.from([value >> 8, value & 255])
}
