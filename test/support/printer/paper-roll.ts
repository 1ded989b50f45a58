/** A piece of a printed line, in one look. */
export interface PrintedPiece {
  text: string
  wide: number
  high: number
  bold: boolean
  inverse: boolean
}

/** Whatever stands on the paper, from top to bottom. Heights are dots. */
export type Printed =
  | { what: 'line'; pieces: PrintedPiece[]; align: number; height: number }
  | { what: 'picture'; width: number; height: number; rows: Uint8Array; align: number }
  | { what: 'feed'; height: number }
  | { what: 'cut' }

/** A roll of paper, with everything that happened beside it. */
export interface PaperRoll {
  columns: number
  printed: Printed[]
  beeps: number
  drawerKicks: number
  /** Lines that the printer had to wrap by itself. */
  wrapped: number
  /** Bytes that are no command and no letter of the printer, in hex. */
  strange: string[]
}

/** Puts a new roll into a printer: 32 columns on 58 mm, 48 on 80 mm. */
export function newRoll(paper: 58 | 80): PaperRoll {
  return { columns: paper === 58 ? 32 : 48, printed: [], beeps: 0, drawerKicks: 0, wrapped: 0, strange: [] }
}

/** Reads the lines of a roll as plain text; a picture is `[picture]`, a cut `[cut]`. */
export function textOf({ printed }: PaperRoll): string[] {
  return printed.flatMap((part) => {
    if (part.what === 'line') return [part.pieces.map(({ text }) => text).join('')]
    return part.what === 'feed' ? [] : [`[${part.what}]`]
  })
}
