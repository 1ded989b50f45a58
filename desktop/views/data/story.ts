import type { ReadAttention } from '../../../shared/api/order-attention.ts'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import type { Locale } from '../../../shared/locales.ts'
import { ORDER_STATUS } from '../../../shared/order.ts'
import { MINUTE_MS, NOW } from './time.ts'
import { WORDS } from './words.ts'

type ReadReceipt = ReadAttention['reminders'][number]['receipts'][number]
type Counts = Record<'spoken' | 'counted' | 'shown', number>

const WHOLE = { reached: [], claimedUntil: null }

/**
 * Makes the story of an order that two devices told, one of them in silence, and the counter accepted; of one that still waits,
 * that it was shown in silence alone, and missed.
 */
export function storyOf(order: ReadOrder, locale: Locale): ReadAttention {
  const story = acceptedStory(order, locale)
  return order.status === ORDER_STATUS.to_be_confirmed ? missed(story, locale) : story
}

function acceptedStory(order: ReadOrder, locale: Locale): ReadAttention {
  const paidAt = order.paidAt ?? NOW
  const { counter, tablet, kitchen, manager } = WORDS[locale]
  const receipt = (
    device: string,
    { speech = 'ok', spoken = 0, counted = 0, shown = 0 }: { speech?: string } & Partial<Counts>,
  ) => ({
    deviceId: device,
    device,
    times: spoken + counted + shown,
    firstAt: paidAt + 1_000,
    lastAt: paidAt + MINUTE_MS / 2,
    ...{ spoken, counted, shown },
    outcome: { speech, notification: 'ok', dialog: 'ok' },
  })
  const reminder = {
    n: 2,
    createdAt: paidAt,
    answeredBy: null,
    answeredAt: null,
    receipts: [] as ReadReceipt[],
    ...WHOLE,
  }
  return {
    orderId: order.id,
    reminders: [
      {
        ...reminder,
        id: 'new',
        kind: 'new_order',
        state: 'acknowledged',
        answeredBy: { kind: 'device', name: counter },
        answeredAt: paidAt + MINUTE_MS,
        receipts: [receipt(counter, { spoken: 1, counted: 1 }), receipt(tablet, { shown: 2, speech: 'muted' })],
        reached: [counter, tablet, kitchen].map((device) => ({ deviceId: device, device, from: paidAt, until: null })),
      },
      { ...reminder, id: 'urge', kind: 'urge', state: 'open', n: 1, createdAt: NOW - MINUTE_MS },
    ],
    payments: [
      {
        provider: 'pay',
        state: 'applied',
        amountMinor: order.amountMinor,
        currency: order.currency,
        refundedMinor: 0,
        refundFault: null,
        paidAt,
      },
    ],
    ...{ ifCalledOff: null, refunds: [], mayMark: false },
    told: [
      {
        ...{ at: paidAt + MINUTE_MS / 2, sentAt: paidAt + MINUTE_MS / 2, answeredAt: null },
        ...{ cause: 'unanswered', contact: manager, channel: 'dingtalk', state: 'sent', code: null },
      },
    ],
  }
}

function missed(story: ReadAttention, locale: Locale): ReadAttention {
  const { tablet } = WORDS[locale]
  const open = { answeredBy: null, answeredAt: null }
  return {
    ...story,
    reminders: story.reminders.map((reminder, index) =>
      index === 0
        ? {
            ...reminder,
            ...open,
            state: 'expired',
            receipts: reminder.receipts.filter(({ device }) => device === tablet),
            reached: reminder.reached.filter(({ device }) => device === tablet),
          }
        : { ...reminder, ...open, kind: 'missed' },
    ),
    told: story.told.flatMap((told) => [told, { ...told, cause: 'expired', at: NOW, sentAt: NOW }]),
  }
}
