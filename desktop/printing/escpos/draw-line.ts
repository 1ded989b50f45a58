import { columnsOf } from '../../../shared/tickets/columns.ts'
import { LETTER } from '../../../shared/tickets/papers.ts'
import type { Bitmap, Raster, TicketLine, TicketRun } from '../../../shared/tickets/ticket.ts'
import { createCanvas } from './canvas.ts'
import { FRAME_SIDE } from './frame.ts'

/**
 * Draws a whole line as a picture as wide as the paper, because a printer puts no picture between its letters.
 * `undefined`: the host cannot draw one of its runs.
 */
export function drawLine(line: TicketLine, widthDots: number, raster: Raster): Bitmap | undefined {
  const boxes = line.runs.map((run) => ({ run, ...boxOf(run) }))
  const height = Math.max(LETTER.height, ...boxes.map((box) => box.height))
  const width = boxes.reduce((sum, box) => sum + box.width, 0)
  const canvas = createCanvas(widthDots, height)
  let x = line.align === 'center' ? Math.max(0, (widthDots - width) >> 1) : 0
  for (const { run, ...box } of boxes) {
    const top = height - box.height
    if (run.text === FRAME_SIDE) canvas.fill(x + 10, 0, 4, height)
    else {
      const picture = raster(run.text, {
        wide: run.wide,
        high: run.high,
        bold: run.bold === true,
        widthDots: box.width,
      })
      if (picture === undefined) return undefined
      canvas.place(picture, x, top, { ...box, inverse: run.inverse === true })
    }
    x += box.width
  }
  return canvas.bitmap
}

function boxOf({ text, wide, high }: TicketRun): { width: number; height: number } {
  return { width: columnsOf(text) * LETTER.width * wide, height: LETTER.height * high }
}
