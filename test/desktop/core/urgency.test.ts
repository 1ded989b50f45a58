import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nextUp } from '../../../desktop/core/announcer/next-up.ts'
import { byUrgency } from '../../../desktop/core/announcer/urgency.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { type Level, toldKind } from '../../../shared/reminder.ts'
import { reminderFrame } from './support/frames.ts'

const WARNS = '对花生过敏'

/** Reminders of every kind and level, some with a warning, some of the cancel type that are refunds. */
const queues = fc
  .array(
    fc.record({
      type: fc.constantFrom(1, 2, 3, 4, 9),
      level: fc.constantFrom<Level>(1, 2, 3),
      warns: fc.boolean(),
      refund: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((facts) => facts.map(({ warns, refund, ...facts }, i) => frameOf(i + 1, facts, warns, refund)))

function frameOf(seq: number, facts: Partial<ReminderFrame>, warns: boolean, refund: boolean): ReminderFrame {
  const frame = reminderFrame({ seq, ...facts, type: 1 })
  const order = {
    ...frame.order,
    ...(warns && { remark: WARNS }),
    ...(refund && { refund: { state: 'unknown' as const } }),
  }
  return { ...frame, type: facts.type ?? 1, order }
}

it('the voice begins each sentence with the reminder that the screen has in front, over random queues', () => {
  fc.assert(
    fc.property(queues, (queue) => {
      let left: readonly ReminderFrame[] = queue
      while (left.length > 0) {
        const told = nextUp(left)
        expect(told[0]).toBe(left.toSorted(byUrgency)[0])
        left = left.filter((one) => !told.includes(one))
      }
    }),
  )
})

it('cancelled orders come first, then urges, what was missed, and new orders; within a kind the louder, then the older', () => {
  const queue = [
    reminderFrame({ seq: 1, level: 3 }),
    reminderFrame({ seq: 2 }),
    reminderFrame({ seq: 3, type: 4 }),
    reminderFrame({ seq: 4, type: 2 }),
    reminderFrame({ seq: 5, type: 2, level: 2 }),
    reminderFrame({ seq: 6, type: 3 }),
  ]
  expect(queue.toSorted(byUrgency).map(({ seq }) => seq)).toEqual([6, 5, 4, 3, 1, 2])
  expect(toldKind(queue[5] as ReminderFrame)).toBe('cancel')
})

it('a reminder that rings again, as after an answer that was undone, keeps its place', () => {
  const [first, second] = [1, 2].map((seq) => {
    const frame = reminderFrame({ seq })
    return { ...frame, order: { ...frame.order, paidAt: seq * 1_000 } }
  }) as [ReminderFrame, ReminderFrame]
  const again = { ...first, seq: 3, n: 2 }
  expect([second, again].toSorted(byUrgency)).toEqual([again, second])
})
