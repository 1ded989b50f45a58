import { describe, expect, it } from 'vitest'
import { remarkBeside } from '../../../desktop/ui/board/remark-beside.ts'
import { pageHeight, type Room } from '../../../desktop/ui/board/room.ts'
import { ageBand, ageSince } from '../../../desktop/ui/board/stages.ts'
import { sizeOf } from '../../../desktop/ui/board/ticket-size.ts'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'

/** The wall of a screen of 1920 × 1080, in ems of a dish. */
const ROOM: Room = { columns: 4, rows: 2, cell: { width: 11.2, height: 11 }, gap: 0.4, touch: 1.5, small: 0.8 }
const MINUTE_MS = 60_000

function orderOf(dishes: number, more: Partial<ReadOrder> = {}): ReadOrder {
  const items = Array.from({ length: dishes }, (_, index) => ({ name: `鱼香肉丝${index}`, quantity: 1 }))
  return { items, remark: null, urges: 0, revivedAt: null, ...more } as ReadOrder
}

describe('the room of a ticket', () => {
  const heightOf = (order: ReadOrder) => sizeOf(order, ROOM).height

  it('is a part of a column for a few dishes, columns for a feast, and never more than there are', () => {
    expect(sizeOf(orderOf(3), ROOM).columns).toBe(1)
    expect(heightOf(orderOf(3))).toBeLessThan(ROOM.cell.height)
    expect(heightOf(orderOf(9))).toBeGreaterThan(ROOM.cell.height)
    expect(sizeOf(orderOf(30), ROOM)).toEqual({ columns: 3, height: pageHeight(ROOM) })
    expect(sizeOf(orderOf(200), ROOM)).toEqual({ columns: 4, height: pageHeight(ROOM) })
  })

  it('grows with notes, a remark and an urge, of which nothing is cut', () => {
    const plain = heightOf(orderOf(3))
    const items = orderOf(3).items.map((item) => ({ ...item, note: '另一份微辣，米饭另装' }))
    expect(heightOf(orderOf(3, { items }))).toBeGreaterThan(plain + 2)
    expect(heightOf(orderOf(3, { remark: '到了请打电话，门铃坏了'.repeat(6) }))).toBeGreaterThan(plain + 4)
    expect(sizeOf(orderOf(3), ROOM, true).height).toBeGreaterThan(plain + 1)
  })

  it('holds a remark once: one whose every word is a warning stands among the warnings', () => {
    expect(remarkBeside(orderOf(1, { remark: '对花生过敏，千万不要放花生' }))).toBeUndefined()
    expect(remarkBeside(orderOf(1, { remark: '对花生过敏，到了打电话' }))).toBe('对花生过敏，到了打电话')
    expect(remarkBeside(orderOf(1, { remark: '对花生过敏' }))).toBe('对花生过敏')
    expect(remarkBeside(orderOf(1, { remark: null }))).toBeUndefined()
  })
})

describe('the age of a ticket', () => {
  it('is fresh, due from 8 minutes on and late from 15 while it is made; 30 and 45 on the road; done is done', () => {
    const bands = (stage: 'accepted' | 'delivering' | 'done', minutes: number[]) =>
      minutes.map((age) => ageBand(stage, age * MINUTE_MS))
    expect(bands('accepted', [-1, 0, 7.99, 8, 14.99, 15])).toEqual(['fresh', 'fresh', 'fresh', 'due', 'due', 'late'])
    expect(bands('delivering', [29.99, 30, 44.99, 45])).toEqual(['fresh', 'due', 'due', 'late'])
    expect(bands('done', [600])).toEqual(['fresh'])
  })

  it('counts from the payment, and on the road from the departure', () => {
    const times = { createdAt: 1, paidAt: 2, dispatchedAt: 3 }
    expect(ageSince('accepted', orderOf(1, times))).toBe(2)
    expect(ageSince('delivering', orderOf(1, times))).toBe(3)
    expect(ageSince('accepted', orderOf(1, { ...times, paidAt: null }))).toBe(1)
  })
})
