/**
 * The questions of real-time status, `DLE EOT n` (Epson, ESC/POS command reference): a printer answers them at once, also
 * while it is offline or its buffer is full. 1: the printer. 2: why it is offline. 3: errors. 4: the roll of paper.
 */
export const STATUS_QUESTIONS = [1, 2, 3, 4].map((n) => Uint8Array.of(0x10, 0x04, n))
export type StatusQuestion = Uint8Array

/** The bits that are fixed in every answer: bit 1 and 4 on, bit 0 and 7 off. XON, XOFF and automatic status differ. */
const FIXED_BITS = 0x93
const FIXED = 0x12

/** Reads an answer; `undefined`: the byte is none. */
export function parseStatusByte(byte: number): number | undefined {
  return (byte & FIXED_BITS) === FIXED ? byte : undefined
}

/** Judges the answers to the four questions: `ok`, or the fault that a human can mend, the plainest first. */
export function judgeStatus([
  printer = FIXED,
  offline = FIXED,
  error = FIXED,
  paper = FIXED,
]: readonly number[]): string {
  if ((paper & 0x60) !== 0 || (offline & 0x20) !== 0) return 'paper_out'
  if ((offline & 0x04) !== 0) return 'cover_open'
  if ((error & 0x08) !== 0) return 'cutter'
  if ((error & 0x60) !== 0 || (offline & 0x40) !== 0) return 'printer_error'
  return (printer & 0x08) !== 0 ? 'offline' : 'ok'
}
