import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import type { Locale } from '../../../shared/locales.ts'
import { HOSTILE_DISHES } from '../data/dishes.ts'
import { orderOf } from '../data/orders.ts'
import { reminderOf } from '../data/reminders.ts'
import { rushOrder } from '../data/rush.ts'
import type { FixedView, Scene } from '../data/scene.ts'
import { storyOf } from '../data/story.ts'
import { MINUTE_MS, NOW } from '../data/time.ts'
import { viewOf } from '../data/view.ts'
import { WORDS } from '../data/words.ts'

const cooking = (minutesAgo: number) => ({ step: 'accepted', minutesAgo }) as const

/** So many orders that are being made, newest first, the oldest 22 minutes old. */
function rush(locale: Locale, count: number, step: 'accepted' | 'delivering' = 'accepted'): ReadOrder[] {
  return Array.from({ length: count }, (_, index) => {
    const { fulfilment, ...written } = rushOrder(index, locale)
    const minutesAgo = ((count - index) * 22) / Math.max(11, count)
    const reached =
      step === 'delivering' ? { fulfilment: 'delivery', dispatchedAt: NOW - minutesAgo * MINUTE_MS } : { fulfilment }
    return orderOf(100 + index, { ...written, amountMinor: 3_600 }, { step, minutesAgo }, reached)
  }).toReversed()
}

/** A rush with one urged order on the wall, and two that wait above it. */
function busy(locale: Locale, differs: Parameters<typeof viewOf>[1] = {}): Scene {
  const orders = rush(locale, 12).map((order) => (order.id === 102 ? { ...order, urges: 1, lastUrgedAt: NOW } : order))
  const urged = orders.find(({ id }) => id === 102)
  const fresh = orderOf(
    51,
    { ...WORDS[locale].noodles, remark: WORDS[locale].warned },
    { step: 'waiting', minutesAgo: 1 },
  )
  const board = [
    ...(urged === undefined ? [] : [reminderOf('urge', urged, { level: 2 })]),
    reminderOf('new_order', fresh),
    reminderOf('new_order', orderOf(52, WORDS[locale].tomato, { step: 'waiting', minutesAgo: 2 })),
  ]
  return { view: viewOf(locale, { board, ...differs }), orders: [fresh, ...orders] }
}

/** The alert is put away, so that the board is seen. */
const LATER = [{ press: '.alert .button.later' }] as const

/** An order with all that a server can know of it. */
function storied(locale: Locale): Scene {
  const order = orderOf(102, WORDS[locale].seven, cooking(12), {
    urges: 1,
    lastUrgedAt: NOW,
  })
  return { view: viewOf(locale), orders: [order], story: storyOf(order, locale) }
}

/** The board, and what lies over it. */
export const BOARDS: readonly FixedView[] = [
  { name: 'board-empty', shows: '.wall-empty', draw: (locale) => ({ view: viewOf(locale) }) },
  { name: 'board', steps: LATER, shows: '.wait + .wait, .slip[data-urged="true"]', draw: busy },
  {
    name: 'board-far',
    steps: LATER,
    shows: '.slip',
    draw: (locale) => busy(locale, { settings: { distance: 'far' } }),
  },
  {
    name: 'board-crowd',
    shows: '.slip',
    draw: (locale) => ({ view: viewOf(locale), orders: rush(locale, 233) }),
  },
  {
    name: 'board-road',
    steps: [{ press: 'button[data-stage="delivering"]' }],
    shows: '[data-column="delivering"] .slip',
    draw: (locale) => ({ view: viewOf(locale), orders: rush(locale, 5, 'delivering') }),
  },
  {
    name: 'board-done',
    steps: [{ press: 'button[data-stage="done"]' }],
    shows: '[data-column="done"] .slip',
    draw: (locale) => ({
      view: viewOf(locale),
      orders: [31, 33].map((id) => orderOf(id, WORDS[locale].noodles, { step: 'done', minutesAgo: 50 + id })),
    }),
  },
  {
    name: 'board-hostile',
    shows: '.slip',
    draw: (locale) => ({
      view: viewOf(locale),
      orders: [1, 2].map((n) => orderOf(n, HOSTILE_DISHES, cooking(n), { number: 'H'.repeat(60) })),
    }),
  },
  {
    name: 'order',
    steps: [{ press: '.slip-more' }],
    shows: '.order-view .story',
    draw: storied,
  },
  {
    name: 'order-story',
    steps: [{ press: '.slip-more' }],
    shows: '.order-view .story',
    reveals: '.story',
    draw: storied,
  },
  {
    name: 'order-hostile',
    steps: [{ press: '.slip-more' }],
    shows: '.order-view .slip-dish',
    draw: (locale) => ({
      view: viewOf(locale),
      orders: [orderOf(1, HOSTILE_DISHES, cooking(1), { number: 'H'.repeat(60) })],
    }),
  },
  {
    name: 'order-print',
    steps: [{ press: '.slip-more' }, { press: '[data-print]' }, { see: '.ticket-picture' }],
    shows: '.order-view .ticket-picture',
    reveals: '.print-panel',
    draw: storied,
  },
  {
    name: 'order-print-hostile',
    steps: [{ press: '.slip-more' }, { press: '[data-print]' }, { see: '.ticket-picture' }],
    shows: '.order-view .ticket-picture',
    reveals: '.print-panel',
    draw: (locale) => ({
      view: viewOf(locale),
      orders: [orderOf(1, HOSTILE_DISHES, cooking(1), { number: 'H'.repeat(60) })],
    }),
  },
  {
    name: 'keys',
    steps: [{ see: '.slip' }, { press: '.bar-help' }],
    shows: '.keys-list',
    draw: (locale) => ({ view: viewOf(locale), orders: rush(locale, 4) }),
  },
  {
    name: 'toasts',
    shows: '.toast + .toast',
    draw(locale) {
      const { reminder } = reminderOf(
        'new_order',
        orderOf(43, WORDS[locale].noodles, { step: 'waiting', minutesAgo: 1 }),
      )
      const { id, seq, cursor } = reminder
      const by = { kind: 'device', name: WORDS[locale].kitchen } as const
      return {
        view: viewOf(locale),
        orders: rush(locale, 4),
        events: [
          {
            type: 'closed',
            here: false,
            live: true,
            reminder,
            closed: { op: 'closed', id, seq, cursor, state: 'acknowledged', by, move: 'confirm', at: NOW },
          },
          {
            type: 'decided',
            decision: { answer: { move: 'confirm', orderId: 43 }, accepted: false, code: 'order_move_illegal' },
          },
        ],
      }
    },
  },
]
