import type { Bitmap, TicketLine } from '../../../shared/tickets/ticket.ts'

/**
 * The dozen commands of ESC/POS that tickets need, as Epson documents them (ESC/POS Command Reference,
 * download4.epson.biz/sec_pubs/pos/reference_en) and as Chinese makes have them too.
 */

const ESC = 0x1b
const FS = 0x1c
const GS = 0x1d

/** `ESC @`, `FS &`: the state after switching on, with Chinese characters. */
export const RESET: readonly number[] = [ESC, 0x40, FS, 0x26]
/** `GS V 66 0`: feeds the paper to the knife, and cuts. */
export const CUT: readonly number[] = [GS, 0x56, 66, 0]
/** `ESC p 0 25 250`: opens the cash drawer at pin 2, by a pulse of 50 ms. */
export const KICK_DRAWER: readonly number[] = [ESC, 0x70, 0, 25, 250]
/** `ESC B 3 2`: three beeps of 100 ms, on Chinese makes; others ignore it. */
export const BEEP: readonly number[] = [ESC, 0x42, 3, 2]
export const LINE_FEED: readonly number[] = [0x0a]

/** `ESC a`: where the lines that follow stand. */
export function alignment(align: TicketLine['align']): number[] {
  return [ESC, 0x61, align === 'center' ? 1 : 0]
}

/** `ESC 3`: the height of a line, dots. Throws a RangeError above 255. */
export function lineHeight(dots: number): number[] {
  return [ESC, 0x33, byte(dots)]
}

/** `ESC J`: feeds the paper, dots. Throws a RangeError above 255. */
export function feedDots(dots: number): number[] {
  return [ESC, 0x4a, byte(dots)]
}

/** `ESC E`, `GS B`, `GS !`: the look of the letters that follow. Throws a RangeError for a size that printers lack. */
export function letters(look: { wide: number; high: number; bold: boolean; inverse: boolean }): number[] {
  const size = (scale(look.wide) << 4) | scale(look.high)
  return [ESC, 0x45, Number(look.bold), GS, 0x42, Number(look.inverse), GS, 0x21, size]
}

/** `DLE`: a printer obeys the commands that begin with it wherever it meets them, in the dots of a picture as well. */
const DLE = 0x10
/** `EOT`, `ENQ`, `DC4`: asks for the state, recovers from errors, opens the drawer. */
const REAL_TIME: readonly number[] = [0x04, 0x05, 0x14]

/**
 * `GS v 0`: a picture. One more dot is black where its dots would be a command. Throws a RangeError for a picture that is
 * too wide or too high.
 */
export function picture({ width, height, rows }: Bitmap): Uint8Array {
  const across = Math.ceil(width / 8)
  const header = [GS, 0x76, 0x30, 0, across & 0xff, byte(across >> 8), height & 0xff, byte(height >> 8)]
  const bytes = new Uint8Array(header.length + rows.length)
  bytes.set(header)
  const dots = rows.map((eight, at) => (rows[at - 1] === DLE && REAL_TIME.includes(eight) ? eight | 2 : eight))
  bytes.set(dots, header.length)
  return bytes
}

function scale(times: number): number {
  if (!Number.isInteger(times) || times < 1 || times > 8)
    throw new RangeError(`no printer has letters ${times} times as large`)
  return times - 1
}

function byte(value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 255) throw new RangeError(`${value} is not a byte`)
  return value
}
