import type { Locale } from '../locales.ts'
import type { OrderWarning } from '../reminder.ts'

/** The width of a roll of paper, millimetres. */
export type Paper = 58 | 80
/** Tickets of an order: for the kitchen, for the customer's bag, of a cancellation, of an urge. */
export type OrderTicketKind = 'kitchen' | 'customer' | 'cancel' | 'urge'
export type TicketKind = OrderTicketKind | 'test' | 'day'

/** The size of letters: times the width and the height of the printer's normal letter, each 1 to 8 (ESC/POS `GS !`). */
export interface LetterSize {
  wide: number
  high: number
}

/** A piece of a line in one size. Its text has no control characters, and may have letters that no printer has. */
export interface TicketRun extends LetterSize {
  text: string
  bold?: boolean
  /** White on black. */
  inverse?: boolean
}

/** One line of paper, which no printer has to wrap. */
export interface TicketLine {
  block: 'line'
  align: 'left' | 'center'
  runs: readonly TicketRun[]
}

/** A part of a ticket, from top to bottom. A renderer draws each of them; it decides nothing about words or widths. */
export type TicketBlock =
  | TicketLine
  | { block: 'rule'; heavy: boolean }
  /** Lines in a frame as wide as the paper: the warnings. Their text leaves FRAME_COLUMNS free (papers.ts). */
  | { block: 'frame'; lines: readonly TicketLine[] }
  | { block: 'qr'; text: string }
  /** Empty lines of normal height. */
  | { block: 'feed'; lines: number }

/** A ticket as it is laid out, for a printer, a picture, or a browser's print dialog. A cut follows its last block. */
export interface Ticket {
  kind: TicketKind
  paper: Paper
  locale: Locale
  /** The width of what can be printed on the paper, dots of 1/8 mm. */
  widthDots: number
  /** Letters of normal size in a line; a Chinese character takes two. */
  columns: number
  blocks: readonly TicketBlock[]
  /** Printed in front of everything where a letter of the ticket could not be printed. */
  unprintable: readonly TicketLine[]
}

/** An order as a ticket reads it: of a frame (`FrameOrder`), or whole, of REST (`ReadOrder`). Its texts are hostile. */
export interface TicketOrder {
  number: string
  amountMinor?: number | undefined
  currency: string
  fulfilment: string
  items: readonly { name: string; quantity: number; note?: string | undefined; unitAmountMinor?: number | undefined }[]
  moreItems?: number | undefined
  /** Absent: they are found in the order's texts. */
  warnings?: readonly OrderWarning[] | undefined
  moreWarnings?: number | undefined
  remark?: string | null | undefined
  customer?: { name?: string | undefined; phone?: string | undefined; address?: string | undefined } | null | undefined
  /** Milliseconds since 1970. */
  createdAt?: number | undefined
  paidAt?: number | null | undefined
  urges?: number | undefined
  /** The reason of its cancellation. */
  cancelReason?: string | undefined
}

/** The part of the options that every ticket needs. */
export interface PaperOptions {
  paper: Paper
  locale: Locale
  /** IANA name; `undefined`: the device's own. */
  timeZone: string | undefined
  storeName: string
  /** When it is printed, milliseconds since 1970. */
  now: number
}

export interface TicketOptions extends PaperOptions {
  kind: OrderTicketKind
  /** Marks the ticket as one of which another may exist. */
  reprint?: boolean
  /** The numbers of the other open orders: the number that is called out grows until it differs from theirs. */
  openNumbers?: readonly string[]
  /** The text of the QR code; absent: the order's number. */
  qr?: string
}

/** The figures of a day's report, of one store. */
export interface DayFigures {
  /** Milliseconds since 1970: the first and the last moment that are counted. */
  since: number
  until: number
  paid: number
  completed: number
  cancelled: number
  /** Reminders that nobody has answered yet. */
  unanswered: number
  /** Minor units, by currency. `refundedMinor` and `owedMinor`: absent where they are not known. */
  sums: readonly {
    currency: string
    takenMinor: number
    refundedMinor?: number | undefined
    owedMinor?: number | undefined
  }[]
}

/** A picture in one colour: rows from the top, each of whole bytes, the first dot the highest bit, 1 is black. */
export interface Bitmap {
  /** Dots. */
  width: number
  height: number
  rows: Uint8Array
}

/**
 * Draws a run's text of a given size, as wide as its columns (12 dots each, times `wide`) and 24 dots high, times `high`;
 * `undefined` where the host has no letters to draw with. Never throws.
 */
export type Raster = (text: string, run: LetterSize & { bold: boolean; widthDots: number }) => Bitmap | undefined

/*
 * The functions that make and print tickets:
 *
 *   layOutTicket(order: TicketOrder, options: TicketOptions): Ticket       shared/tickets/lay-out-ticket.ts
 *   layOutTestPage(options: PaperOptions & { printer: string }): Ticket    shared/tickets/lay-out-test-page.ts
 *   layOutDayReport(day: DayFigures, options: PaperOptions): Ticket        shared/tickets/lay-out-day-report.ts
 *   encodeTicket(ticket: Ticket, options: { raster: Raster; beep?: boolean; drawer?: boolean; cut: boolean }): Uint8Array
 *                                                                          desktop/printing/escpos/encode-ticket.ts
 */
