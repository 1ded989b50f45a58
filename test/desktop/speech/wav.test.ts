import { describe, expect, test } from 'vitest'
import { joinWavs, readWav, wavOf, writeWav } from '../../../desktop/speech/wav.ts'

const format = Buffer.from('0100010022560000 44ac000002001000'.replace(' ', ''), 'hex')
const otherFormat = Buffer.from('0100020022560000 8858010004001000'.replace(' ', ''), 'hex')
const samples = Buffer.from([1, 2, 3, 4, 5, 6])

function chunk(name: string, body: Buffer, size = body.length): Buffer {
  const header = Buffer.alloc(8)
  header.write(name, 'latin1')
  header.writeUInt32LE(size, 4)
  return Buffer.concat([header, body])
}

const riff = (...chunks: Buffer[]) =>
  Buffer.concat([chunk('RIFF', Buffer.alloc(0), 0x7ffff024), Buffer.from('WAVE'), ...chunks])

describe('wav', () => {
  test('what is written is read back, and its sizes are true', () => {
    const file = writeWav({ format, samples })
    expect(file.length).toBe(12 + 8 + 16 + 8 + samples.length)
    expect(file.readUInt32LE(4)).toBe(file.length - 8)
    expect(file.readUInt32LE(40)).toBe(samples.length)
    expect(readWav(file)).toEqual({ format, samples })
  })

  test('samples become a mono file of 16 bit, −1 and 1 included', () => {
    const wav = wavOf(Float32Array.of(0, 1, -1, 0.5), 48_000)
    expect([wav.format.readUInt16LE(0), wav.format.readUInt16LE(2), wav.format.readUInt32LE(4)]).toEqual([1, 1, 48_000])
    expect([wav.format.readUInt32LE(8), wav.format.readUInt16LE(12), wav.format.readUInt16LE(14)]).toEqual([
      96_000, 2, 16,
    ])
    expect([0, 2, 4, 6].map((at) => wav.samples.readInt16LE(at))).toEqual([0, 32_767, -32_767, 16_384])
  })

  test('an odd number of bytes is padded to the next even place and not counted', () => {
    const file = writeWav({ format, samples: samples.subarray(0, 5) })
    expect(file.length % 2).toBe(0)
    expect(file.readUInt32LE(4)).toBe(file.length - 8)
    expect(readWav(file)?.samples).toEqual(samples.subarray(0, 5))
  })

  test('a stream that announces two gigabytes is read to its end', () => {
    expect(readWav(riff(chunk('fmt ', format), chunk('data', samples, 0x7ffff000)))).toEqual({ format, samples })
  })

  test('chunks that are not ours are stepped over, odd ones included', () => {
    const list = Buffer.concat([chunk('LIST', Buffer.from('odd')), Buffer.alloc(1)])
    expect(readWav(riff(list, chunk('fmt ', format), list, chunk('data', samples)))).toEqual({ format, samples })
  })

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('Error: The specified espeak-ng voice does not exist.')],
    ['a header only', riff()],
    ['no format', riff(chunk('data', samples))],
    ['a format that is too short', riff(chunk('fmt ', format.subarray(0, 4)), chunk('data', samples))],
    ['no data', riff(chunk('fmt ', format))],
    ['a chunk that runs past the end', riff(chunk('LIST', Buffer.alloc(2), 0xffffffff))],
  ])('%s is no sound', (_, file) => {
    expect(readWav(file)).toBeUndefined()
  })

  test('joining appends the samples, whole frames only', () => {
    const cut = { format, samples: samples.subarray(0, 5) }
    expect(joinWavs([cut, { format, samples }])?.samples).toEqual(Buffer.from([1, 2, 3, 4, 1, 2, 3, 4, 5, 6]))
  })

  test('different formats are not joined, and nothing is no sound', () => {
    expect(
      joinWavs([
        { format, samples },
        { format: otherFormat, samples },
      ]),
    ).toBeUndefined()
    expect(joinWavs([])).toBeUndefined()
  })
})
