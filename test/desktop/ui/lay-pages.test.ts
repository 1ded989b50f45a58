import { describe, expect, it } from 'vitest'
import { layPages } from '../../../desktop/ui/board/lay-pages.ts'
import type { TicketSize } from '../../../desktop/ui/board/ticket-size.ts'
import { createSeededRandom } from '../../support/seeded-random.ts'

const SHORT: TicketSize = { columns: 1, tall: false }
const TALL: TicketSize = { columns: 1, tall: true }

/** Draws a page: each cell by the index of its ticket, `.` where there is none. */
function draw(page: ReturnType<typeof layPages>[number], columns: number, rows: number): string[] {
  const cells = Array.from({ length: rows }, () => Array.from({ length: columns }, () => '.'))
  for (const { index, column, row, columns: wide, rows: high } of page) {
    for (let y = row; y < row + high; y++) {
      for (let x = column; x < column + wide; x++) {
        const line = cells[y]
        if (line?.[x] !== '.') throw new Error(`ticket ${index} lies on another one, or beside the page`)
        line[x] = String(index % 10)
      }
    }
  }
  return cells.map((line) => line.join(''))
}

describe('the pages of the wall', () => {
  it('short tickets stand row by row, eight on four columns of two', () => {
    const pages = layPages(
      Array.from({ length: 11 }, () => SHORT),
      { columns: 4, rows: 2 },
    )
    expect(pages.map((page) => draw(page, 4, 2))).toEqual([
      ['0123', '4567'],
      ['890.', '....'],
    ])
  })

  it('a tall ticket takes a column from top to bottom, a long one several', () => {
    const sizes = [SHORT, TALL, SHORT, SHORT, { columns: 2, tall: true }, SHORT]
    const pages = layPages(sizes, { columns: 4, rows: 2 })
    expect(pages.map((page) => draw(page, 4, 2))).toEqual([
      ['0123', '.1..'],
      ['445.', '44..'],
    ])
  })

  it('there is no page without tickets, and none for no tickets', () => {
    expect(layPages([], { columns: 4, rows: 2 })).toEqual([])
    const pages = layPages([TALL, { columns: 1, tall: true }], { columns: 1, rows: 1 })
    expect(pages.map((page) => page.map(({ index }) => index))).toEqual([[0], [1]])
  })

  it('every ticket stands once, in order of the pages, in cells of its own: 300 rushes', () => {
    const random = createSeededRandom(15)
    for (let rush = 0; rush < 300; rush++) {
      const room = { columns: 1 + random.int(6), rows: 1 + random.int(3) }
      const sizes = Array.from({ length: random.int(60) }, (): TicketSize => {
        const tall = room.rows === 1 || random.chance(0.3)
        return { columns: tall ? 1 + random.int(room.columns) : 1, tall }
      })
      const pages = layPages(sizes, room)
      expect(pages.flat().map(({ index }) => index)).toEqual(sizes.map((_, index) => index))
      for (const page of pages) expect(draw(page, room.columns, room.rows)[0]?.[0]).not.toBe('.')
    }
  })
})
