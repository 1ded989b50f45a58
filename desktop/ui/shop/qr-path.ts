import { qrModules } from '../../../shared/qr/qr-modules.ts'

/** A QR code as a drawing: `path` of squares of one unit, in a field of `size` units, its quiet zone included. */
export interface QrDrawing {
  size: number
  path: string
}

/** Draws a QR code of a text. Throws a text of its library where the text is too long for one. */
export function drawQr(text: string): QrDrawing {
  const { size, isDark } = qrModules(text)
  const places = Array.from({ length: size }, (_, place) => place)
  const squares = places.flatMap((row) =>
    places.filter((column) => isDark(row, column)).map((column) => `M${column} ${row}h1v1h-1z`),
  )
  return { size, path: squares.join('') }
}
