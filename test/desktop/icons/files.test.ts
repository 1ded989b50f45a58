import { inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { drawAppIcon } from '../../../desktop/icons/app-icon.ts'
import type { Bitmap } from '../../../desktop/icons/paint.ts'
import { encodePng } from '../../../desktop/icons/png.ts'
import { encodeIcns } from '../../../desktop/tools/icons/icns.ts'
import { encodeIco } from '../../../desktop/tools/icons/ico.ts'

/** Red, green, blue, alpha of every pixel; our files use no filter and one piece of data. */
function decodePng(png: Buffer): number[] {
  const size = png.readUInt32BE(16)
  const at = png.indexOf('IDAT')
  const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)))
  return Array.from({ length: size }, (_, y) => [
    ...rows.subarray(y * (size * 4 + 1) + 1, (y + 1) * (size * 4 + 1)),
  ]).flat()
}

/** Opaque red, half transparent green (premultiplied), nothing, white. */
const FOUR: Bitmap = { size: 2, bgra: Buffer.from([0, 0, 255, 255, 0, 64, 0, 128, 0, 0, 0, 0, 255, 255, 255, 255]) }
const PLAIN = [255, 0, 0, 255, 0, 128, 0, 128, 0, 0, 0, 0, 255, 255, 255, 255]

it('a PNG holds the colours without the alpha in them', () => {
  const png = encodePng(FOUR)
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect(png.subarray(-8).toString('hex'), 'the checksum of IEND').toBe('49454e44ae426082')
  expect(decodePng(png)).toEqual(PLAIN)
})

it('an icon for Windows holds each size, upside down, and says where', () => {
  const ico = encodeIco([FOUR, drawAppIcon(256, 'full')])
  expect([ico.readUInt16LE(2), ico.readUInt16LE(4)]).toEqual([1, 2])
  const [first, second] = [6, 22].map((at) => ({
    size: ico[at],
    bytes: ico.readUInt32LE(at + 8),
    from: ico.readUInt32LE(at + 12),
  }))
  expect(first).toEqual({ size: 2, bytes: 40 + 16 + 8, from: 38 })
  const pixels = ico.subarray(38 + 40, 38 + 40 + 16)
  expect([...pixels]).toEqual([0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 255, 255, 0, 128, 0, 128])
  expect(second?.size, '256 is written as 0').toBe(0)
  expect(ico.subarray(second?.from).subarray(1, 4).toString()).toBe('PNG')
  expect((second?.from ?? 0) + (second?.bytes ?? 0)).toBe(ico.length)
})

it('an icon for macOS counts its own bytes', () => {
  const icns = encodeIcns([drawAppIcon(128, 'mac'), drawAppIcon(256, 'mac')])
  const types: string[] = []
  expect(icns.readUInt32BE(4)).toBe(icns.length)
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) types.push(icns.toString('latin1', at, at + 4))
  expect(types).toEqual(['ic07', 'ic08', 'ic13'])
})

it('the app’s icon fills its square, but on macOS, where there is air around it', () => {
  const alpha = (style: 'full' | 'mac', x: number, y: number) => drawAppIcon(64, style).bgra[(y * 64 + x) * 4 + 3]
  expect(alpha('full', 32, 0)).toBe(255)
  expect(alpha('full', 0, 0), 'its corners are round').toBe(0)
  expect(alpha('mac', 32, 3)).toBe(0)
  expect(alpha('mac', 32, 10)).toBe(255)
})
