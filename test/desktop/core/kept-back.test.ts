import { describe, expect, it } from 'vitest'
import { keptBack } from '../../../desktop/core/answers/kept-back.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { REMINDER_TYPE } from '../../../shared/reminder.ts'

/** A reminder with only what is looked at. */
function reminder(order: object, more: Partial<ReminderFrame> = {}): ReminderFrame {
  const plain = { number: 'A-1', items: [{ name: '牛肉面', quantity: 1 }], moreItems: 0, urges: 0 }
  return { type: REMINDER_TYPE.new_order, order: { ...plain, ...order }, ...more } as ReminderFrame
}

describe('what is accepted together with others', () => {
  it('is a new order without a warning, whatever its remark and notes say else', () => {
    expect(keptBack(reminder({ warnings: [] }))).toBeUndefined()
    expect(
      keptBack(reminder({ remark: '到了打电话', items: [{ name: '汤', quantity: 1, note: '单独装' }] })),
    ).toBeUndefined()
  })

  it.each(['urge', 'cancel', 'missed'] as const)('is not a reminder of the kind %s, nor of an unknown one', (kind) => {
    expect(keptBack(reminder({}, { type: REMINDER_TYPE[kind] }))).toBe('other_kind')
    expect(keptBack(reminder({}, { type: 99 }))).toBe('other_kind')
  })

  it('is none with a warning, of a server that finds them and of one that does not', () => {
    expect(keptBack(reminder({ warnings: [{ text: '对花生过敏' }] }))).toBe('warning')
    expect(keptBack(reminder({ remark: '对花生过敏' }))).toBe('warning')
  })

  it('is none that cannot be read in full', () => {
    expect(keptBack(reminder({ moreItems: 80 }))).toBe('unread')
    expect(keptBack(reminder({ moreItems: 80, warnings: [{ text: '对花生过敏' }] }))).toBe('unread')
    expect(keptBack(reminder({ warnings: [], moreWarnings: 1 }))).toBe('unread')
    expect(keptBack(reminder({}, { unsure: true }))).toBe('unread')
  })
})
