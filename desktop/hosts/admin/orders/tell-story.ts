import type { ReadAttention } from '../../../../shared/api/order-attention.ts'
import type { AdminMessages } from '../messages/messages.ts'
import { hasFailed } from './has-failed.ts'

/** One thing that happened to an order; `at` in milliseconds. */
export interface StoryLine {
  at: number
  text: string
}

/** Tells the story of an order in lines, oldest first. Names of devices and people are untrusted texts. */
export function tellStory({ reminders, told }: ReadAttention, words: AdminMessages['orders']): StoryLine[] {
  const lines = reminders.flatMap((reminder) => {
    const kind = words.kind(reminder.kind)
    const rang = reminder.receipts.map(({ device, times, firstAt, outcome }) => {
      const failed = Object.entries(outcome).filter(([part, how]) => hasFailed(part, how))
      return { at: firstAt, text: words.rang(device, times, failed.map(([part, how]) => `${part}: ${how}`).join(', ')) }
    })
    const { answeredAt, answeredBy } = reminder
    const ended =
      answeredAt === null ? [] : [{ at: answeredAt, text: words.ended(kind, reminder.state, answeredBy?.name ?? '') }]
    return [{ at: reminder.createdAt, text: words.began(kind) }, ...rang, ...ended]
  })
  const outside = told.map(({ at, contact, channel, state, code }) => ({
    at,
    text: words.told(contact ?? '', channel, state, code ?? ''),
  }))
  return [...lines, ...outside].toSorted((a, b) => a.at - b.at)
}
