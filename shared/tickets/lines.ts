import { columnsOf } from './columns.ts'
import type { TicketLine, TicketRun } from './ticket.ts'
import { wrapText } from './wrap-text.ts'

/** The look of a text on paper. */
export type Style = Omit<TicketRun, 'text'>

export const NORMAL: Style = { wide: 1, high: 1 }
export const TALL: Style = { wide: 1, high: 2 }
export const LARGE: Style = { wide: 2, high: 2 }

/** Wraps a text to lines of one style. `columns`: those of the paper, in normal letters. */
export function textLines(
  text: string,
  columns: number,
  style: Style,
  align: TicketLine['align'] = 'left',
): TicketLine[] {
  return wrapText(text, Math.floor(columns / style.wide)).map((line) => ({
    block: 'line',
    align,
    runs: [{ ...style, text: line }],
  }))
}

/** Sets a text in large letters, white on black, in the middle. */
export function barLines(text: string, columns: number): TicketLine[] {
  return textLines(text, columns - 4, LARGE, 'center').map((line) => ({
    ...line,
    runs: line.runs.map((run) => ({ ...run, text: ` ${run.text} `, bold: true, inverse: true })),
  }))
}

/** Wraps a text behind a mark, such as a dish behind its quantity; further lines begin below the text. */
export function markedLines(
  mark: { text: string; style?: Partial<Style> },
  text: string,
  columns: number,
  style: Style,
): TicketLine[] {
  const room = Math.floor(columns / style.wide)
  const indent = columnsOf(mark.text) + 1
  return wrapText(text, room - indent).map((line, index) => {
    const first = index === 0
    const runs = first
      ? [
          { ...style, ...mark.style, text: mark.text },
          { ...style, text: ` ${line}` },
        ]
      : [{ ...style, text: `${' '.repeat(indent)}${line}` }]
    return { block: 'line', align: 'left', runs }
  })
}

/** Sets a text at the left edge and a shorter one at the right, such as a price; on two lines where both do not fit. */
export function edgeLines(left: string, right: string, columns: number, style: Style): TicketLine[] {
  const room = Math.floor(columns / style.wide)
  const width = columnsOf(right)
  const lines = wrapText(left, Math.max(2, room - width - 1))
  const last = lines.at(-1) ?? ''
  const gap = room - columnsOf(last) - width
  const written = gap >= 1 ? [...lines.slice(0, -1), `${last}${' '.repeat(gap)}${right}`] : [...lines, right]
  return written.flatMap((text) => {
    const fits = columnsOf(text) <= room
    return fits ? [{ block: 'line', align: 'left', runs: [{ ...style, text }] }] : textLines(text, columns, style)
  })
}
