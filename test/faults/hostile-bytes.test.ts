import { describe, expect, it } from 'vitest'
import { exchange } from '../lab/hostile/exchange.ts'
import { helloText, oddFrames } from '../lab/hostile/odd-frames.ts'
import { oddRequests } from '../lab/hostile/odd-requests.ts'
import { oddUpgrades } from '../lab/hostile/odd-upgrades.ts'
import { closeCodeIn, decodeFrames, encodeFrame, OPCODE, openRaw, upgradeRequest } from '../lab/hostile/raw-socket.ts'
import { openTarget } from '../lab/hostile/target.ts'
import { runDir } from '../lab/rig/run-dir.ts'

const BARRIER = 'read up to here'

/** A pong to the ping behind everything, or a close: then all that was sent has been read. */
const isOver = (received: Buffer) =>
  closeCodeIn(received) !== undefined ||
  decodeFrames(received).some(({ opcode, payload }) => opcode === OPCODE.pong && payload.toString() === BARRIER)

describe('what is of a wrong size or shape', () => {
  it('is answered with what is catalogued, or refused by the parser: requests', async () => {
    const target = await openTarget(runDir('odd-requests'))
    for (const request of oddRequests(target))
      expect.soft([request.name, await exchange(target.url, request)]).toEqual([request.name, request.answers])
    expect(await target.finish()).toEqual([])
  })

  it('is refused, or agreed on as RFC 6455 says: openings of a WebSocket', async () => {
    const target = await openTarget(runDir('odd-upgrades'))
    for (const { name, bytes, status, protocol, code } of oddUpgrades()) {
      const raw = await openRaw(target.url)
      raw.write(bytes)
      const head = (await raw.until((received) => received.includes('\r\n\r\n'))).toString('latin1')
      if (code !== undefined) await raw.until((received) => closeCodeIn(received) !== undefined)
      const agreed = /\r\nSec-WebSocket-Protocol: (\S+)/i.exec(head)?.[1]
      const said = { status: Number(head.slice(9, 12)), agreed, code: closeCodeIn(raw.received()) }
      expect.soft(said, name).toEqual({ status, agreed: protocol, code })
      expect.soft(head, name).not.toMatch(/Sec-WebSocket-Extensions/i)
      raw.socket.destroy()
    }
    expect(await target.finish()).toEqual([])
  })

  it('ends the connection with a close code of the catalogue or of RFC 6455, or is taken: frames', async () => {
    const target = await openTarget(runDir('odd-frames'))
    const token = target.shops[0].devices[0]?.token ?? ''
    for (const { name, frames, code } of oddFrames()) {
      const raw = await openRaw(target.url)
      raw.write(upgradeRequest())
      // In as many pieces as a frame can have.
      const bytes = [...Buffer.from(helloText(token))].map((byte) => Buffer.from([byte]))
      const last = bytes.length - 1
      for (const [at, payload] of bytes.entries())
        raw.write(encodeFrame({ opcode: at === 0 ? OPCODE.text : OPCODE.continuation, fin: at === last, payload }))
      await raw.until((received) => received.includes('"synced"'))
      for (const frame of frames) raw.write(frame)
      raw.write(encodeFrame({ opcode: OPCODE.ping, payload: BARRIER }))
      expect.soft([name, closeCodeIn(await raw.until(isOver))]).toEqual([name, code])
      raw.socket.destroy()
    }
    expect(await target.finish()).toEqual([])
  })
})
