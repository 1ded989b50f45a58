import qrcode from 'qrcode-generator'

/** A QR code as a drawing: `path` of squares of one unit, in a field of `size` units, its quiet zone included. */
export interface QrDrawing {
  size: number
  path: string
}

/** Modules of light around the code (ISO/IEC 18004 §5.3.8). */
const QUIET = 4

/**
 * Draws a QR code of a text, of the smallest version that holds it; a quarter of it may be dirty (level Q). Throws a
 * text of its library where no version holds it.
 */
export function drawQr(text: string): QrDrawing {
  const code = qrcode(0, 'Q')
  code.addData(text)
  code.make()
  const modules = code.getModuleCount()
  const indexes = Array.from({ length: modules }, (_, index) => index)
  const squares = indexes.flatMap((row) =>
    indexes.filter((column) => code.isDark(row, column)).map((column) => `M${column + QUIET} ${row + QUIET}h1v1h-1z`),
  )
  return { size: modules + 2 * QUIET, path: squares.join('') }
}
