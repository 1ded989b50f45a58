import { describe, expect, it } from 'vitest'
import {
  connectPacket,
  pubackPacket,
  publishPacket,
  readPublish,
  subscribePacket,
  takePacket,
} from '../../lab/bench/contenders/mqtt-packets.ts'

const hex = (bytes: Buffer) => bytes.toString('hex')

// The bytes are those of the figures in MQTT 3.1.1, sections 2.2.3 and 3.1 to 3.8.
describe('packets of MQTT 3.1.1', () => {
  it('open a persistent session without a keep-alive', () => {
    expect(hex(connectPacket('ab'))).toBe(`100e${'00044d515454'}04000000${'00026162'}`)
  })

  it('subscribe and publish with QoS 1, and acknowledge', () => {
    expect(hex(subscribePacket(10, 'a/b'))).toBe(`8208000a${'0003612f62'}01`)
    expect(hex(publishPacket(10, 'a/b', 'hi'))).toBe(`3209${'0003612f62'}000a${'6869'}`)
    expect(hex(pubackPacket(10))).toBe('4002000a')
  })

  it.each([0, 1, 100, 121, 122, 16_377, 16_378, 400_000])('come whole, with %i bytes of a message', (length) => {
    const sent = publishPacket(0xffff, 'a/b', 'x'.repeat(length))
    const taken = takePacket(Buffer.concat([sent, pubackPacket(1)]))
    expect(taken?.length).toBe(sent.length)
    expect(taken && readPublish(taken.packet)).toEqual({ id: 0xffff, message: 'x'.repeat(length) })
  })

  it('wait for the rest when cut off anywhere', () => {
    const sent = publishPacket(7, 'store/3', 'x'.repeat(200))
    for (let end = 0; end < sent.length; end++) expect(takePacket(sent.subarray(0, end))).toBeUndefined()
  })

  it('are told apart', () => {
    const types = ['20020000', '4002000a', '9003000a01', 'd000'].map((bytes) => {
      return takePacket(Buffer.from(bytes, 'hex'))?.packet.type
    })
    expect(types).toEqual(['connack', 'puback', 'suback', 'other'])
  })
})
