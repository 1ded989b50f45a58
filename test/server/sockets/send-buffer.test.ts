import { Writable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Receiver } from 'ws'
import { SendBuffer } from '../../../server/sockets/send-buffer.ts'
import { createEntryFrames, textFrame } from '../../../server/sockets/text-frame.ts'
import { MAX_BUFFERED_BYTES } from '../../../shared/protocol/limits.ts'

declare module 'ws' {
  /** The reading side of a WebSocket, public in the sources of `ws` and not in its types. */
  const Receiver: new (options: { isServer: boolean; maxPayload: number }) => Writable
}

/** Resolves to the texts of frames, as a client of `ws` reads them. */
async function textsOf(...frames: Buffer[]): Promise<string[]> {
  const receiver = new Receiver({ isServer: false, maxPayload: 0 })
  const texts: string[] = []
  receiver.on('message', (data: Buffer, isBinary: boolean) => texts.push(isBinary ? 'binary' : data.toString()))
  for (const frame of frames) await new Promise<unknown>((written) => receiver.write(frame, written))
  return texts
}

/** A stream that notes each write that reaches the network, and how many chunks it took along; the network may stand still. */
function createNetwork() {
  const writes: Buffer[] = []
  let held: (() => void) | undefined
  let holding = false
  const stream = new Writable({
    decodeStrings: false,
    writev(chunks, done) {
      writes.push(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)))
      if (holding) held = done
      else done()
    },
  })
  const socket = {
    OPEN: 1 as const,
    readyState: 1 as 1 | 3,
    get bufferedAmount() {
      return stream.writableLength
    },
  }
  return {
    stream,
    socket,
    writes,
    hold() {
      holding = true
    },
    letGo() {
      holding = false
      held?.()
    },
  }
}

describe('a frame', () => {
  const texts = ['', '{}', '新订单，请处理 🔔', ...[125, 126, 65_535, 65_536].map((length) => 'x'.repeat(length))]

  it('is what a client reads as the text, whatever its length', async () => {
    expect(await textsOf(...texts.map(textFrame))).toEqual(texts)
  })

  it('of an entry is made once for all who get it in a turn', async () => {
    const frameOf = createEntryFrames()
    const entry = { seq: 1, body: '{"type":1}', eventId: 'ev_1' }
    const frame = frameOf(entry)
    expect([frameOf(entry), frameOf({ ...entry })].map((other) => other === frame)).toEqual([true, false])
    expect(await textsOf(frame)).toEqual([entry.body])
    await nextTurn()
    expect(frameOf(entry)).not.toBe(frame)
    expect(frameOf(entry)).toEqual(frame)
  })
})

describe('the send buffer', () => {
  it('sends what comes in one turn in one write, in order, and the next turn’s in another', async () => {
    const { stream, socket, writes } = createNetwork()
    const out = new SendBuffer(socket, stream)
    out.send({ n: 1 })
    await Promise.resolve()
    out.sendText('{"n":2}')
    out.sendFrame(textFrame('{"n":3}'))
    expect(writes).toEqual([])
    await nextTurn()
    expect(writes).toHaveLength(1)
    out.send({ n: 4 })
    await nextTurn()
    expect(writes).toHaveLength(2)
    expect(await textsOf(...writes)).toEqual(['{"n":1}', '{"n":2}', '{"n":3}', '{"n":4}'])
  })

  it('sends nothing on a socket that is not open', async () => {
    const { stream, socket, writes } = createNetwork()
    socket.readyState = 3
    new SendBuffer(socket, stream).send({ n: 1 })
    await nextTurn()
    expect(writes).toEqual([])
  })

  it('is congested above its bound, and tells once when everything has left (I14)', async () => {
    const { stream, socket, hold, letGo } = createNetwork()
    const out = new SendBuffer(socket, stream)
    let told = 0
    const tell = () => void told++
    expect(out.congested(tell)).toBe(false)
    hold()
    out.sendText('x'.repeat(MAX_BUFFERED_BYTES))
    await nextTurn()
    expect([out.congested(tell), out.congested(tell), told]).toEqual([true, true, 0])
    letGo()
    await nextTurn()
    expect([told, out.congested(tell)]).toEqual([1, false])
    out.sendText('y')
    await nextTurn()
    expect(told).toBe(1)
  })

  it('that is released lets go whoever waits for it', async () => {
    const { stream, socket, hold } = createNetwork()
    const out = new SendBuffer(socket, stream)
    hold()
    out.sendText('x'.repeat(MAX_BUFFERED_BYTES))
    await nextTurn()
    const drained = out.drained()
    out.release()
    await drained
  })
})
