import type { Paper } from './ticket.ts'

/** A printer's normal letter (ESC/POS font A), dots: a Latin one; a Chinese one is twice as wide. */
export const LETTER = { width: 12, height: 24 } as const
/** Empty dots below a line of letters. */
export const LINE_GAP = 6
/** Columns of a line that a frame takes for its two sides. */
export const FRAME_COLUMNS = 4

/** The usual heads of 203 dpi: 48 of 58 mm and 72 of 80 mm can be printed, 8 dots a millimetre. */
const DOTS: Record<Paper, number> = { 58: 384, 80: 576 }

/** Looks up what fits on a roll: dots, and columns of normal letters. */
export function roomOf(paper: Paper): { widthDots: number; columns: number } {
  return { widthDots: DOTS[paper], columns: DOTS[paper] / LETTER.width }
}
