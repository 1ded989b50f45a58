import { qrModules } from '../../../shared/qr/qr-modules.ts'
import { LETTER, LINE_GAP } from '../../../shared/tickets/papers.ts'
import type { Bitmap, Raster, Ticket, TicketBlock, TicketLine } from '../../../shared/tickets/ticket.ts'
import { createCanvas } from './canvas.ts'
import {
  alignment,
  BEEP,
  CUT,
  feedDots,
  KICK_DRAWER,
  LINE_FEED,
  letters,
  lineHeight,
  picture,
  RESET,
} from './commands.ts'
import { drawLine } from './draw-line.ts'
import { encodeText, isPrintable } from './encode-text.ts'
import { frameLines } from './frame.ts'

export interface EncodeOptions {
  /** Draws letters that the printer lacks. */
  raster: Raster
  /** Sounds the printer's own beeper. */
  beep?: boolean
  /** Opens the cash drawer. */
  drawer?: boolean
  cut: boolean
}

/** Largest side of a module of a QR code, dots: 0.75 mm. */
const MODULE = 6
/** Paper to be torn off by hand, lines. */
const TEAR_OFF = 4
const GAP = LETTER.height + LINE_GAP

/** The bytes of a part of a ticket, and whether one of its letters could not be printed. */
interface Part {
  bytes: Iterable<number>
  missing?: boolean
}

/**
 * Encodes a ticket for a printer that speaks ESC/POS. Nothing of an order's texts can be a command: they are encoded into
 * printable bytes alone.
 */
export function encodeTicket(ticket: Ticket, options: EncodeOptions): Uint8Array {
  const parts = ticket.blocks.flatMap((block) => encodeBlock(block, ticket, options))
  const notice = parts.some(({ missing }) => missing === true)
    ? ticket.unprintable.map((line) => encodeLine(line, LINE_GAP, ticket, options))
    : []
  return joined([
    { bytes: RESET },
    ...(options.beep === true ? [{ bytes: BEEP }] : []),
    ...(options.drawer === true ? [{ bytes: KICK_DRAWER }] : []),
    ...notice,
    ...parts,
    ...(options.cut ? [{ bytes: CUT }] : [feed(TEAR_OFF)]),
  ])
}

function encodeBlock(block: TicketBlock, ticket: Ticket, options: EncodeOptions): Part[] {
  switch (block.block) {
    case 'line':
      return [encodeLine(block, LINE_GAP, ticket, options)]
    case 'rule':
      return [encodeLine(ruleLine(block.heavy, ticket.columns), LINE_GAP, ticket, options)]
    case 'frame':
      return frameLines(block.lines, ticket.columns).map((line) => encodeLine(line, 0, ticket, options))
    case 'qr':
      return [{ bytes: alignment('center') }, { bytes: picture(drawCode(block.text, ticket.widthDots)) }]
    case 'feed':
      return [feed(block.lines)]
  }
}

function encodeLine(line: TicketLine, gap: number, { widthDots }: Ticket, { raster }: EncodeOptions): Part {
  const lacks = line.runs.some(({ text }) => !isPrintable(text))
  const drawn = lacks ? drawLine(line, widthDots, raster) : undefined
  if (drawn !== undefined)
    return { bytes: [...alignment('left'), ...picture(drawn), ...(gap > 0 ? feedDots(gap) : [])] }
  const high = Math.max(1, ...line.runs.map((run) => run.high))
  const texts = line.runs.map(({ text, wide, high: times, bold = false, inverse = false }) => {
    const { bytes, missing } = encodeText(text)
    return { bytes: [...letters({ wide, high: times, bold, inverse }), ...bytes], missing }
  })
  return {
    bytes: [
      ...alignment(line.align),
      ...lineHeight(high * LETTER.height + gap),
      ...texts.flatMap(({ bytes }) => bytes),
      ...LINE_FEED,
    ],
    missing: texts.some(({ missing }) => missing),
  }
}

function ruleLine(heavy: boolean, columns: number): TicketLine {
  const text = (heavy ? '=' : '-').repeat(columns)
  return { block: 'line', align: 'left', runs: [{ text, wide: 1, high: 1 }] }
}

function feed(lines: number): Part {
  return { bytes: Array.from({ length: lines }, () => feedDots(GAP)).flat() }
}

/** Draws a QR code by ourselves: not every make has the command for it, and those print its parameters instead. */
function drawCode(text: string, widthDots: number): Bitmap {
  const { size, isDark } = qrModules(text)
  const module = Math.max(1, Math.min(MODULE, Math.floor(widthDots / size)))
  const canvas = createCanvas(size * module, size * module)
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1)
      if (isDark(row, column)) canvas.fill(column * module, row * module, module, module)
  return canvas.bitmap
}

function joined(parts: readonly Part[]): Uint8Array {
  const chunks = parts.map(({ bytes }) => Uint8Array.from(bytes))
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
