import { columnsOf } from '../../../shared/tickets/columns.ts'
import type { LetterSize, Ticket, TicketBlock, TicketLine } from '../../../shared/tickets/ticket.ts'
import { encodeText } from '../escpos/encode-text.ts'
import { frameLines } from '../escpos/frame.ts'

/** The words of a service's language for tickets. The texts that they are given have no sign of it. */
export interface Markup {
  letters(text: string, size: LetterSize & { bold: boolean }): string
  /** Centres a line; `free`: the columns that it leaves. */
  center(text: string, free: number): string
  qr(text: string): string
  /** Ends a line. */
  newLine: string
  cut: string
  /** Opens the cash drawer that hangs on the printer. */
  drawer: string
}

/** Times the width of a normal letter that the clouds' letters have at most. */
const LARGEST = 2
const LETTERS = new TextDecoder('gb18030')
/** Every service writes its commands in angle brackets: none of a text stays one, and the columns stay as they were. */
const BRACKETS: Readonly<Record<string, string>> = { '<': '[', '>': ']' }

/**
 * Writes a ticket in a service's language, in contents of at most `mostBytes` of UTF-8, cut between lines. The letters are
 * those that a printer has; a line in front says where some were not.
 */
export function markTicket(
  ticket: Ticket,
  markup: Markup,
  { mostBytes, drawer }: { mostBytes: number; drawer: boolean },
): string[] {
  let missing = false
  const write = (line: TicketLine) => {
    const runs = line.runs.map(({ text, wide, high, bold = false, inverse = false }) => {
      const encoded = encodeText(text)
      missing ||= encoded.missing
      const plain = LETTERS.decode(Uint8Array.from(encoded.bytes)).replace(/[<>]/g, (sign) => BRACKETS[sign] ?? '')
      return markup.letters(plain, { wide, high, bold: bold || inverse })
    })
    const text = runs.join('')
    if (line.align !== 'center') return `${text}${markup.newLine}`
    const width = line.runs.reduce((sum, run) => sum + columnsOf(run.text) * Math.min(run.wide, LARGEST), 0)
    return `${markup.center(text, Math.max(0, ticket.columns - width))}${markup.newLine}`
  }
  const lines = ticket.blocks.flatMap((block) => writeBlock(block, ticket, markup, write))
  const notice = missing ? ticket.unprintable.map(write) : []
  const whole = [...notice, ...lines, `${drawer ? markup.drawer : ''}${markup.cut}`]
  return joined(whole, mostBytes)
}

function writeBlock(
  block: TicketBlock,
  { columns }: Ticket,
  markup: Markup,
  write: (line: TicketLine) => string,
): string[] {
  switch (block.block) {
    case 'line':
      return [write(block)]
    case 'rule':
      return [`${(block.heavy ? '=' : '-').repeat(columns)}${markup.newLine}`]
    case 'frame':
      return frameLines(block.lines, columns).map(write)
    case 'qr':
      return [`${markup.qr(block.text.replace(/[<>]/g, ''))}${markup.newLine}`]
    case 'feed':
      return Array.from({ length: block.lines }, () => markup.newLine)
  }
}

function joined(lines: readonly string[], mostBytes: number): string[] {
  const contents: string[] = []
  let last = ''
  for (const line of lines) {
    if (last !== '' && Buffer.byteLength(last + line) > mostBytes) {
      contents.push(last)
      last = ''
    }
    last += line
  }
  return [...contents, last]
}
