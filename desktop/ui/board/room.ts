/** The room of the wall in ems of its dishes (`--wall-unit`): columns, rows, and what a cell measures. */
export interface Room {
  columns: number
  rows: number
  cell: { width: number; height: number }
  gap: number
  /** The least height of a button for a thumb: 44 pixels. */
  touch: number
  /** The size of notes and warnings, of a dish's. */
  small: number
}

/** Computes the height of a whole column of the wall, in ems. */
export function pageHeight({ rows, cell, gap }: Pick<Room, 'rows' | 'cell' | 'gap'>): number {
  return rows * cell.height + (rows - 1) * gap
}
