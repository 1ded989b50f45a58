import type { Bitmap } from '../../icons/paint.ts'
import { encodePng } from '../../icons/png.ts'

/** Apple's types of PNG entries by pixels; the small ones are those of doubled resolution. */
const TYPES: Readonly<Record<number, readonly string[]>> = {
  32: ['ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
}

export const ICNS_SIZES = Object.keys(TYPES).map(Number)

/** An icon for macOS, of pictures in {@link ICNS_SIZES}. */
export function encodeIcns(pictures: readonly Bitmap[]): Buffer {
  const entries = pictures.flatMap((picture) => {
    const png = encodePng(picture)
    return (TYPES[picture.size] ?? []).map((type) => block(type, png))
  })
  return block('icns', Buffer.concat(entries))
}

function block(type: string, data: Buffer): Buffer {
  const header = Buffer.alloc(8)
  header.write(type, 'latin1')
  header.writeUInt32BE(data.length + header.length, 4)
  return Buffer.concat([header, data])
}
