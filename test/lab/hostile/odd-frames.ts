import { CLOSE } from '../../../shared/protocol/close-codes.ts'
import { MAX_FRAME_BYTES } from '../../../shared/protocol/limits.ts'
import { encodeFrame, OPCODE, type RawFrame } from './raw-socket.ts'

/** Frames for a connection of their own, and the code with which it must end; `undefined`: it must not. */
export interface OddFrames {
  name: string
  frames: Buffer[]
  code: number | undefined
}

/** What RFC 6455 §7.4.1 has for those who break it. 1008 is for too many pieces of a message. */
const RFC = { protocol: 1002, text: 1007, policy: 1008 } as const
const { continuation, text, binary, close, ping, pong } = OPCODE

/** A hello, whole, as a client sends it that is then allowed to go on. */
export function helloText(token: string): string {
  const device = { app: 'odd', version: '0', platform: 'test' }
  return JSON.stringify({ op: 'hello', v: 1, token, device, cursor: null })
}

/** Everything that is wrong with a frame before anybody has read what it says. To be sent after the hello. */
export function oddFrames(): OddFrames[] {
  const row = (name: string, code: number | undefined, ...frames: RawFrame[]): OddFrames => ({
    name,
    code,
    frames: frames.map(encodeFrame),
  })
  const dance = JSON.stringify({ op: 'dance' })
  const pieces = (count: number, payload: string): RawFrame[] => [
    { opcode: text, fin: false, payload },
    ...Array.from({ length: count - 2 }, () => ({ opcode: continuation, fin: false, payload })),
    { opcode: continuation, payload },
  ]
  const closing = (code: number, reason: Buffer = Buffer.alloc(0)) => {
    const payload = Buffer.alloc(2)
    payload.writeUInt16BE(code)
    return { opcode: close, payload: Buffer.concat([payload, reason]) }
  }
  return [
    row('a frame that is not masked', RFC.protocol, { payload: dance, masked: false }),
    ...[1, 2, 4, 7].map((rsv) => row(`reserved bits ${rsv}`, RFC.protocol, { payload: dance, rsv })),
    ...[3, 7, 11, 15].map((opcode) => row(`opcode ${opcode}`, RFC.protocol, { payload: dance, opcode })),
    row('text that is not UTF-8', RFC.text, { payload: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }),
    row('text that ends within a character', RFC.text, { payload: Buffer.from('来').subarray(0, 2) }),
    row('a surrogate in UTF-8', RFC.text, { payload: Buffer.from([0xed, 0xa0, 0x80]) }),
    row('a frame of 16 KiB', undefined, { payload: dance.padEnd(MAX_FRAME_BYTES) }),
    row('a frame of 16 KiB and a byte', CLOSE.too_big.code, { payload: dance.padEnd(MAX_FRAME_BYTES + 1) }),
    ...[65_536n, 2n ** 31n, 2n ** 40n, 2n ** 53n - 1n, 2n ** 63n, 2n ** 64n - 1n].map((length) =>
      row(`${length} bytes announced`, CLOSE.too_big.code, { length }),
    ),
    row('nothing', CLOSE.bad_frame.code, { payload: '' }),
    row('bytes', CLOSE.bad_frame.code, { opcode: binary, payload: dance }),
    row(
      'a frame in two pieces',
      undefined,
      { payload: dance.slice(0, 5), fin: false },
      { opcode: continuation, payload: dance.slice(5) },
    ),
    row(
      'a frame in pieces with a ping between them',
      undefined,
      { payload: dance.slice(0, 5), fin: false },
      { opcode: ping },
      { opcode: continuation, payload: dance.slice(5) },
    ),
    row('pieces of more than 16 KiB', CLOSE.too_big.code, ...pieces(2, ' '.repeat(9_000))),
    row('16,000 pieces of a byte, of nothing', CLOSE.bad_frame.code, ...pieces(16_000, ' ')),
    row('17,000 pieces of a byte', CLOSE.too_big.code, ...pieces(17_000, ' ')),
    row('20,000 pieces of nothing', RFC.policy, ...pieces(20_000, '')),
    row('a piece of nothing before it', RFC.protocol, { opcode: continuation, payload: dance }),
    row('a frame between the pieces of another', RFC.protocol, { payload: '{', fin: false }, { payload: dance }),
    row('a ping of 125 bytes', undefined, { opcode: ping, payload: 'x'.repeat(125) }),
    row('a ping of 126 bytes', RFC.protocol, { opcode: ping, payload: 'x'.repeat(126) }),
    row('a ping in pieces', RFC.protocol, { opcode: ping, fin: false }),
    row('a close of 126 bytes', RFC.protocol, { opcode: close, payload: 'x'.repeat(126) }),
    row('a close of one byte', RFC.protocol, { opcode: close, payload: 'x' }),
    ...[0, 999, 1_004, 1_005, 1_006, 1_016, 2_999, 5_000, 65_535].map((code) =>
      row(`a close with ${code}`, RFC.protocol, closing(code)),
    ),
    row('a close with a reason that is not UTF-8', RFC.text, closing(1_000, Buffer.from([0xff]))),
    row('a close', 1_000, closing(1_000)),
    row('a close with a code of ours', CLOSE.revoked.code, closing(CLOSE.revoked.code, Buffer.from('revoked'))),
    row('something after a close', 1_001, closing(1_001), { payload: '{' }, { payload: dance, masked: false }),
    row('10,000 pongs that nobody asked for', undefined, ...Array(10_000).fill({ opcode: pong, payload: 'x' })),
    row('1,500 frames in one go', CLOSE.rate.code, ...Array(1_500).fill({ payload: dance })),
    { name: 'what is not a frame at all', code: RFC.protocol, frames: [Buffer.from('GET / HTTP/1.1\r\n\r\n')] },
  ]
}
