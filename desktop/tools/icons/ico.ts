import type { Bitmap } from '../../icons/paint.ts'
import { encodePng, rgbaAt } from '../../icons/png.ts'

const ENTRY_BYTES = 16
const DIB_BYTES = 40
/** In the directory a byte holds the width, and 0 means this. */
const LARGEST = 256

/** A Windows icon. The largest size is kept as PNG, the others as bitmaps, which every tool of Windows reads. */
export function encodeIco(pictures: readonly Bitmap[]): Buffer {
  const images = pictures.map((picture) => (picture.size === LARGEST ? encodePng(picture) : encodeDib(picture)))
  const directory = Buffer.alloc(6 + ENTRY_BYTES * pictures.length)
  directory.writeUInt16LE(1, 2)
  directory.writeUInt16LE(pictures.length, 4)
  let offset = directory.length
  for (const [i, image] of images.entries()) {
    const at = 6 + ENTRY_BYTES * i
    const size = (pictures[i]?.size ?? 0) % LARGEST
    directory.set([size, size, 0, 0, 1, 0, 32, 0], at)
    directory.writeUInt32LE(image.length, at + 8)
    directory.writeUInt32LE(offset, at + 12)
    offset += image.length
  }
  return Buffer.concat([directory, ...images])
}

/** 32 bits a pixel, the lowest row first, then a mask of one bit a pixel, which the alpha makes superfluous. */
function encodeDib({ size, bgra }: Bitmap): Buffer {
  const header = Buffer.alloc(DIB_BYTES)
  header.writeUInt32LE(DIB_BYTES, 0)
  header.writeInt32LE(size, 4)
  // Picture and mask count together.
  header.writeInt32LE(size * 2, 8)
  header.writeUInt16LE(1, 12)
  header.writeUInt16LE(32, 14)
  const pixels = Buffer.alloc(size * size * 4)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [red, green, blue, alpha] = rgbaAt(bgra, (y * size + x) * 4)
      pixels.set([blue, green, red, alpha], ((size - 1 - y) * size + x) * 4)
    }
  }
  const maskRow = Math.ceil(size / 32) * 4
  return Buffer.concat([header, pixels, Buffer.alloc(maskRow * size)])
}
