import qrcode from 'qrcode-generator'

/** Modules of light around the code (ISO/IEC 18004 §5.3.8). */
const QUIET = 4

/** A QR code as a field of `size` × `size` modules, its quiet zone included. */
export interface QrModules {
  size: number
  isDark(row: number, column: number): boolean
}

/**
 * Makes the QR code of a text, of the smallest version that holds it; a quarter of it may be dirty (level Q). Throws a
 * text of its library where no version holds it.
 */
export function qrModules(text: string): QrModules {
  const code = qrcode(0, 'Q')
  code.addData(text)
  code.make()
  const modules = code.getModuleCount()
  const inside = (place: number) => place >= QUIET && place < modules + QUIET
  return {
    size: modules + 2 * QUIET,
    isDark: (row, column) => inside(row) && inside(column) && code.isDark(row - QUIET, column - QUIET),
  }
}
