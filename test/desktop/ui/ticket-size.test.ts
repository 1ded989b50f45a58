import { describe, expect, it } from 'vitest'
import { ageBand, ageSince } from '../../../desktop/ui/board/stages.ts'
import { type Room, sizeOf } from '../../../desktop/ui/board/ticket-size.ts'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'

/** The wall of a screen of 1920 × 1080, in ems of a dish. */
const ROOM: Room = { columns: 4, rows: 2, cell: { width: 11.2, height: 11 }, gap: 0.4 }
const MINUTE_MS = 60_000

function orderOf(dishes: number, more: Partial<ReadOrder> = {}): ReadOrder {
  const items = Array.from({ length: dishes }, (_, index) => ({ name: `鱼香肉丝${index}`, quantity: 1 }))
  return { items, remark: null, urges: 0, revivedAt: null, ...more } as ReadOrder
}

describe('the cells of a ticket', () => {
  it('are one for a few dishes, a column for many, and columns for a feast', () => {
    expect(sizeOf(orderOf(3), ROOM)).toEqual({ columns: 1, tall: false })
    expect(sizeOf(orderOf(9), ROOM)).toEqual({ columns: 1, tall: true })
    expect(sizeOf(orderOf(30), ROOM)).toEqual({ columns: 3, tall: true })
    expect(sizeOf(orderOf(200), ROOM)).toEqual({ columns: 4, tall: true })
  })

  it('grow with notes and a remark, of which nothing is cut', () => {
    const noted = orderOf(3)
    const items = noted.items.map((item) => ({ ...item, note: '一份不放花生，另一份少辣，米饭另装' }))
    expect(sizeOf({ ...noted, items }, ROOM)).toEqual({ columns: 1, tall: true })
    expect(sizeOf(orderOf(3, { remark: '到了请打电话，门铃坏了'.repeat(6) }), ROOM).tall).toBe(true)
  })

  it('are whole columns where the wall has one row', () => {
    expect(sizeOf(orderOf(1), { ...ROOM, rows: 1 })).toEqual({ columns: 1, tall: true })
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
