import { describe, expect, it } from 'vitest'
import { layPages, type Place } from '../../../desktop/ui/board/lay-pages.ts'
import { pageHeight, type Room } from '../../../desktop/ui/board/room.ts'
import type { TicketSize } from '../../../desktop/ui/board/ticket-size.ts'
import { createSeededRandom } from '../../support/seeded-random.ts'

const ROOM: Room = { columns: 4, rows: 2, cell: { width: 12, height: 12 }, gap: 0.4, touch: 1.5, small: 0.8 }
const SHORT: TicketSize = { columns: 1, height: 8 }
const LONG: TicketSize = { columns: 1, height: 20 }

const indexes = (pages: readonly Place[][]) => pages.map((page) => page.map(({ index }) => index))
const rounded = (ems: number) => Math.round(ems * 100) / 100

/** Whether two tickets share a spot of the page. */
function overlap(a: Place, b: Place): boolean {
  const beside = a.column + a.columns <= b.column || b.column + b.columns <= a.column
  return !beside && a.top + a.height > b.top + 1e-9 && b.top + b.height > a.top + 1e-9
}

describe('the pages of the wall', () => {
  it('short tickets stand row by row in cells, eight on four columns of two', () => {
    const [first = [], second = []] = layPages(
      Array.from({ length: 11 }, () => SHORT),
      ROOM,
    )
    expect(first.map(({ column, top, height }) => [column, rounded(top), height])).toEqual([
      ...[0, 1, 2, 3].map((column) => [column, 0, 12]),
      ...[0, 1, 2, 3].map((column) => [column, 12.4, 12]),
    ])
    expect(second.map(({ index, column }) => [index, column])).toEqual([
      [8, 0],
      [9, 1],
      [10, 2],
    ])
  })

  it('a long ticket is as long as its text, and makes the one below it shorter than a cell', () => {
    const [page = []] = layPages([{ columns: 1, height: 14 }, SHORT], { ...ROOM, columns: 1 })
    expect(page.map(({ top, height }) => [rounded(top), rounded(height)])).toEqual([
      [0, 15],
      [15.4, 9],
    ])
  })

  it('room that the next ticket does not fit goes to one that does, and the next page begins with the one passed over', () => {
    const wide: TicketSize = { columns: 3, height: pageHeight(ROOM) }
    expect(indexes(layPages([LONG, LONG, wide, SHORT, SHORT, SHORT, SHORT, LONG], ROOM))).toEqual([
      [0, 1, 3, 4, 5, 6],
      [2, 7],
    ])
  })

  it('a page is closed once several had no room: nobody overtakes a queue', () => {
    const sizes = [...Array.from({ length: 12 }, () => LONG), SHORT]
    expect(indexes(layPages(sizes, ROOM))[0]).toEqual([0, 1, 2, 3])
  })

  it('there is no page without tickets, and no ticket that fits on none', () => {
    expect(layPages([], ROOM)).toEqual([])
    expect(indexes(layPages([{ columns: 1, height: 99 }, LONG], { ...ROOM, columns: 1, rows: 1 }))).toEqual([[0], [1]])
  })

  it('every ticket stands once, whole, beside all others, and each page begins with the oldest left: 300 rushes', () => {
    const random = createSeededRandom(15)
    for (let rush = 0; rush < 300; rush++) {
      const room = { ...ROOM, columns: 1 + random.int(6), rows: 1 + random.int(3) }
      const whole = pageHeight(room)
      const sizes = Array.from({ length: random.int(60) }, (): TicketSize => {
        const columns = random.chance(0.1) ? 1 + random.int(room.columns) : 1
        return { columns, height: columns > 1 ? whole : 6 + random.next() * (whole - 6) }
      })
      const pages = layPages(sizes, room)
      expect(
        pages
          .flat()
          .map(({ index }) => index)
          .toSorted((a, b) => a - b),
      ).toEqual(sizes.map((_, index) => index))
      const seen = new Set<number>()
      for (const page of pages) {
        expect(page[0]?.index).toBe(sizes.findIndex((_, index) => !seen.has(index)))
        for (const [at, place] of page.entries()) {
          seen.add(place.index)
          expect(place.height).toBeGreaterThanOrEqual((sizes[place.index]?.height ?? 0) - 1e-9)
          expect(place.top + place.height).toBeLessThanOrEqual(whole + 1e-9)
          expect(place.column + place.columns).toBeLessThanOrEqual(room.columns)
          expect(page.slice(at + 1).some((other) => overlap(place, other))).toBe(false)
        }
      }
    }
  })
})
