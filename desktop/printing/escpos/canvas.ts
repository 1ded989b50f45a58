import type { Bitmap } from '../../../shared/tickets/ticket.ts'

/** A white surface on which dots are blackened. */
export interface Canvas {
  bitmap: Bitmap
  /** Blackens, or turns white, a rectangle; what stands outside of the surface is left out. Dots. */
  fill(x: number, y: number, width: number, height: number, black?: boolean): void
  /** Copies a picture's black dots, cut at `width` and `height`; `inverse`: white dots on black. */
  place(picture: Bitmap, x: number, y: number, box: { width: number; height: number; inverse: boolean }): void
}

/** Makes a surface of some dots. */
export function createCanvas(width: number, height: number): Canvas {
  const across = Math.ceil(width / 8)
  const rows = new Uint8Array(across * height)

  function set(x: number, y: number, black: boolean): void {
    if (x < 0 || y < 0 || x >= width || y >= height) return
    const place = y * across + (x >> 3)
    const bit = 0x80 >> (x & 7)
    rows[place] = black ? (rows[place] ?? 0) | bit : (rows[place] ?? 0) & ~bit
  }

  return {
    bitmap: { width, height, rows },
    fill(left, top, wide, high, black = true) {
      for (let y = top; y < top + high; y += 1) for (let x = left; x < left + wide; x += 1) set(x, y, black)
    },
    place(picture, left, top, box) {
      for (let y = 0; y < box.height; y += 1)
        for (let x = 0; x < box.width; x += 1) if (isBlack(picture, x, y) !== box.inverse) set(left + x, top + y, true)
    },
  }
}

/** Tells whether a dot of a picture is black; outside of the picture none is. */
function isBlack({ width, height, rows }: Bitmap, x: number, y: number): boolean {
  if (x >= width || y >= height) return false
  return ((rows[y * Math.ceil(width / 8) + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0
}
