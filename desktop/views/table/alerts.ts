import type { Locale } from '../../../shared/locales.ts'
import type { BoardReminder } from '../../core/bell/bell-contract.ts'
import { HOSTILE_DISHES } from '../data/dishes.ts'
import { orderOf } from '../data/orders.ts'
import { reminderOf } from '../data/reminders.ts'
import { rushOrder } from '../data/rush.ts'
import type { FixedView, Scene } from '../data/scene.ts'
import { MINUTE_MS, NOW } from '../data/time.ts'
import { viewOf } from '../data/view.ts'
import { WORDS } from '../data/words.ts'

const waits = (minutesAgo: number) => ({ step: 'waiting', minutesAgo }) as const
const family = (locale: Locale) => orderOf(42, WORDS[locale].seven, waits(1))
const noodles = (locale: Locale) => orderOf(43, WORDS[locale].noodles, waits(2), { fulfilment: 'pickup' })
const tomato = (locale: Locale) => orderOf(44, WORDS[locale].tomato, waits(0.5), { fulfilment: 'dine_in' })
const urged = (locale: Locale) =>
  orderOf(38, WORDS[locale].called, { step: 'accepted', minutesAgo: 19 }, { urges: 2, lastUrgedAt: NOW - MINUTE_MS })

function scene(locale: Locale, board: readonly BoardReminder[], differs: Parameters<typeof viewOf>[1] = {}): Scene {
  return { view: viewOf(locale, { board, ...differs }) }
}

/** Some of each kind, as they come together on a bad noon. */
function mixed(locale: Locale): BoardReminder[] {
  const cancelled = orderOf(41, WORDS[locale].tomato, waits(4))
  return [
    reminderOf('missed', orderOf(40, WORDS[locale].tomato, waits(12), { missedAt: NOW }), { level: 3, n: 4 }),
    reminderOf('cancel', cancelled, { order: { cancelReason: WORDS[locale].calledOff } }),
    reminderOf('urge', urged(locale), { level: 2, n: 2 }),
    reminderOf('new_order', noodles(locale)),
    reminderOf('new_order', family(locale)),
    reminderOf('new_order', tomato(locale)),
  ]
}

/** The alert and its list. */
export const ALERTS: readonly FixedView[] = [
  {
    name: 'alert',
    shows: '.alert .items li',
    draw: (locale) => scene(locale, [reminderOf('new_order', family(locale))]),
  },
  {
    name: 'alert-of-two',
    shows: '.waiting-place',
    draw: (locale) =>
      scene(locale, [reminderOf('new_order', noodles(locale)), reminderOf('new_order', family(locale))]),
  },
  {
    name: 'alert-far',
    shows: '.alert .items li',
    draw: (locale) => scene(locale, [reminderOf('new_order', family(locale))], { settings: { distance: 'far' } }),
  },
  {
    name: 'alert-loudest',
    shows: '.alert .items li',
    draw: (locale) =>
      scene(locale, [reminderOf('new_order', orderOf(45, WORDS[locale].noodles, waits(9)), { level: 3, n: 4 })]),
  },
  {
    name: 'alert-claimed',
    shows: '.alert .claimed-by',
    draw(locale) {
      const claimedBy = { name: WORDS[locale].manager, until: NOW + 5 * MINUTE_MS }
      return scene(locale, [reminderOf('new_order', noodles(locale), { level: 2, n: 2, claimedBy })])
    },
  },
  {
    name: 'alert-urge',
    shows: '.insistence',
    draw: (locale) => scene(locale, [reminderOf('urge', urged(locale), { level: 2, n: 2 })]),
  },
  {
    name: 'alert-cancel',
    shows: '.insistence',
    draw: (locale) =>
      scene(locale, [reminderOf('cancel', family(locale), { order: { cancelReason: WORDS[locale].calledOff } })]),
  },
  {
    name: 'alert-refund',
    shows: '.alert .ticket',
    draw: (locale) =>
      scene(locale, [
        reminderOf('cancel', noodles(locale), { order: { refund: { state: 'part', amountMinor: 1_250 } } }),
      ]),
  },
  {
    name: 'alert-missed',
    shows: '.alert .ticket',
    draw: (locale) =>
      scene(locale, [
        reminderOf('missed', orderOf(40, WORDS[locale].tomato, waits(12), { missedAt: NOW }), { level: 3 }),
      ]),
  },
  {
    name: 'alert-revived',
    shows: '.alert .ticket',
    draw: (locale) =>
      scene(locale, [
        reminderOf('new_order', orderOf(46, WORDS[locale].noodles, waits(1), { revivedAt: NOW - MINUTE_MS })),
      ]),
  },
  {
    name: 'alert-reasons',
    steps: [{ press: '.alert .button.reject' }],
    shows: '.reasons',
    draw: (locale) => scene(locale, [reminderOf('new_order', family(locale))]),
  },
  {
    name: 'alert-undo',
    shows: '.alert .undo-row',
    draw(locale) {
      const answered = reminderOf('new_order', noodles(locale), { answering: 'confirm' })
      const { reminder, undo = '' } = answered
      return scene(locale, [answered, reminderOf('new_order', family(locale))], {
        undoable: [{ key: undo, answer: { move: 'confirm', orderId: reminder.orderId }, until: NOW + 4_000, reminder }],
      })
    },
  },
  {
    name: 'alert-hostile',
    shows: '.alert .ticket',
    draw: (locale) =>
      scene(locale, [reminderOf('new_order', orderOf(47, HOSTILE_DISHES, waits(1), { number: 'H'.repeat(60) }))]),
  },
  { name: 'alert-list', shows: '.waiting-row + .waiting-row', draw: (locale) => scene(locale, mixed(locale)) },
  {
    name: 'alert-list-long',
    shows: '.waiting-row + .waiting-row',
    draw: (locale) =>
      scene(
        locale,
        Array.from({ length: 14 }, (_, index) => {
          const { fulfilment, ...written } = rushOrder(index, locale)
          return reminderOf(
            'new_order',
            orderOf(60 + index, { ...written, amountMinor: 3_000 }, waits(index / 3), { fulfilment }),
          )
        }),
      ),
  },
  {
    name: 'alert-list-hostile',
    shows: '.waiting-row + .waiting-row',
    draw: (locale) =>
      scene(
        locale,
        [1, 2, 3].map((n) =>
          reminderOf('new_order', orderOf(70 + n, HOSTILE_DISHES, waits(n), { number: `HOSTILE-${n}` })),
        ),
      ),
  },
]
