import { describe, expect, test } from 'vitest'
import { joinWavs, readWav, writeWav } from '../../../desktop/speech/wav.ts'

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
