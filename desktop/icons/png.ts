import { crc32, deflateSync } from 'node:zlib'
import type { Bitmap } from './paint.ts'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const RGBA_8_BIT = [8, 6, 0, 0, 0]

/** The picture as a PNG file; the same picture always gives the same bytes. */
export function encodePng({ size, bgra }: Bitmap): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set(RGBA_8_BIT, 8)
  // Every row begins with the number of its filter: none.
  const rows = Buffer.alloc(size * (size * 4 + 1))
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      rows.set(rgbaAt(bgra, (y * size + x) * 4), y * (size * 4 + 1) + 1 + x * 4)
    }
  }
  const data = deflateSync(rows, { level: 9 })
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}

/** Red, green, blue, alpha of the pixel at this byte; PNG and ICO want the colours without the alpha in them. */
export function rgbaAt(bgra: Buffer, at: number): [number, number, number, number] {
  const [blue = 0, green = 0, red = 0, alpha = 0] = bgra.subarray(at, at + 4)
  const plain = (value: number) => (alpha === 0 ? 0 : Math.min(255, Math.round((value * 255) / alpha)))
  return [plain(red), plain(green), plain(blue), alpha]
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
