import type { Locale } from '../../../shared/locales.ts'
import { HOSTILE_DISHES } from '../data/dishes.ts'
import { orderOf } from '../data/orders.ts'
import { reminderOf } from '../data/reminders.ts'
import type { FixedView, Scene } from '../data/scene.ts'
import { MINUTE_MS, NOW } from '../data/time.ts'
import { viewOf } from '../data/view.ts'
import { WORDS } from '../data/words.ts'

const CODE = '123456789012'

/** A device that knows no store. */
function stranger(locale: Locale, offeredCode?: string): Scene {
  const host = { pairing: null, soundChecked: false, ...(offeredCode !== undefined && { offeredCode }) }
  return { view: viewOf(locale, { status: { link: 'unpaired', store: null }, host }) }
}

/** A day's orders in every state. */
function day(locale: Locale): Scene {
  const { noodles, tomato, called } = WORDS[locale]
  const orders = [
    orderOf(42, WORDS[locale].seven, { step: 'accepted', minutesAgo: 6 }),
    orderOf(41, called, { step: 'delivering', minutesAgo: 24 }),
    orderOf(40, tomato, { step: 'waiting', minutesAgo: 12 }, { missedAt: NOW - MINUTE_MS }),
    orderOf(
      39,
      noodles,
      { step: 'rejected', minutesAgo: 31 },
      { reason: WORDS[locale].refused, payStatus: 2, refundedMinor: 3_850 },
    ),
    orderOf(38, called, { step: 'done', minutesAgo: 55 }),
    orderOf(37, noodles, { step: 'done', minutesAgo: 80 }, { fulfilment: 'dine_in' }),
  ]
  return { view: viewOf(locale), orders }
}

/** Screens of their own, before and beside the board. */
export const SCREENS: readonly FixedView[] = [
  { name: 'pairing', shows: '.pairing-form', draw: (locale) => stranger(locale) },
  { name: 'pairing-offered', shows: '.pairing-form', draw: (locale) => stranger(locale, CODE) },
  {
    name: 'pairing-fault',
    steps: [{ into: '.field.code', text: CODE }, { press: '.pairing-form .button.accept' }],
    shows: '.fault:not(:empty)',
    draw: (locale) => stranger(locale),
  },
  {
    name: 'pairing-refused',
    shows: '.fault[role="alert"]',
    draw: (locale) => ({ view: viewOf(locale, { status: { link: 'refused', refused: 'revoked' } }) }),
  },
  {
    name: 'sound-check',
    shows: '.pairing-card .button.accept',
    draw: (locale) => ({ view: viewOf(locale, { host: { soundChecked: false } }) }),
  },
  {
    name: 'sound-check-help',
    steps: [{ press: '.pairing-card .button.accept' }, { press: '.buttons .button:nth-child(2)' }],
    shows: '.help',
    draw: (locale) => ({ view: viewOf(locale, { host: { soundChecked: false } }) }),
  },
  {
    name: 'history',
    screen: 'history',
    steps: [{ press: '.row:nth-child(2) summary' }],
    shows: '.row details[open]',
    draw: day,
  },
  {
    name: 'history-print-day',
    screen: 'history',
    steps: [{ press: '[data-print-day]' }],
    shows: '.ticket-picture',
    reveals: '.print-panel',
    draw: day,
  },
  {
    name: 'history-hostile',
    screen: 'history',
    steps: [{ press: '.row summary' }],
    shows: '.row details[open]',
    draw: (locale) => ({
      view: viewOf(locale),
      orders: [1, 2].map((n) =>
        orderOf(n, HOSTILE_DISHES, { step: 'accepted', minutesAgo: n }, { number: 'H'.repeat(60) }),
      ),
    }),
  },
  {
    name: 'history-fault',
    screen: 'history',
    shows: '.shell-main .fault, .shell-main [role="alert"], .shell-main [role="status"]',
    draw: (locale) => ({ view: viewOf(locale), refuses: 'unreachable' }),
  },
  { name: 'settings', screen: 'settings', shows: '.settings', draw: (locale) => ({ view: viewOf(locale) }) },
  {
    name: 'settings-quiet-hours',
    screen: 'settings',
    shows: '.settings',
    draw: (locale) => ({
      view: viewOf(locale, {
        settings: { quietHours: { from: '22:30', to: '07:00' }, output: 'ring', group: WORDS[locale].kitchen },
      }),
    }),
  },
  {
    name: 'settings-paused',
    screen: 'settings',
    shows: '.intake',
    draw: (locale) => ({
      view: viewOf(locale, { store: { intake: { state: 'paused', until: NOW + 30 * 60_000, seq: 4 } } }),
    }),
  },
  {
    name: 'board-busy',
    shows: '.intake',
    draw: (locale) => ({
      view: viewOf(locale, {
        store: { intake: { state: 'busy', extraMinutes: 15, until: NOW + 60 * 60_000, seq: 4 } },
      }),
    }),
  },
  {
    name: 'settings-printers',
    screen: 'settings',
    shows: '[data-printer]',
    reveals: '[data-printer]',
    draw: withPrinters,
  },
  {
    name: 'settings-ticket',
    screen: 'settings',
    shows: '.ticket-picture',
    reveals: '.ticket-picture',
    steps: [{ press: '[data-printer] [data-preview]' }],
    draw: withPrinters,
  },
  { name: 'about', screen: 'about', shows: '.about', draw: (locale) => ({ view: viewOf(locale) }) },
  {
    name: 'about-update',
    screen: 'about',
    shows: '.about',
    draw(locale) {
      const release = { version: '1.1', notes: '- A wall of tickets\n- 下单更快' }
      const update = {
        off: null,
        phase: 'ready',
        offer: release,
        fault: null,
        checkedAt: NOW,
        byHand: true,
        news: null,
      } as const
      return { view: viewOf(locale, { host: { kind: 'electron', platform: 'linux', startAtLogin: true, update } }) }
    },
  },
  {
    name: 'alert-window',
    surface: 'alert',
    shows: '.alert .ticket',
    draw: (locale) => ({
      view: viewOf(locale, {
        board: [reminderOf('new_order', orderOf(43, WORDS[locale].noodles, { step: 'waiting', minutesAgo: 1 }))],
        host: { kind: 'electron', platform: 'linux' },
      }),
    }),
  },
]

function withPrinters(locale: Locale) {
  const printer = { paper: 80, status: 'asks', beep: false, drawer: false } as const
  const kitchen = { ...printer, role: 'kitchen', address: 'tcp://192.168.1.50', fulfilments: [] } as const
  const cloud = { ...printer, role: 'front', address: 'feie://922500001', fulfilments: ['pickup'] } as const
  const front = {
    ...printer,
    role: 'front',
    paper: 58,
    status: 'silent',
    address: 'lp://front',
    fulfilments: [],
  } as const
  return {
    view: viewOf(locale, {
      settings: {
        printing: { when: 'accept', printers: [kitchen, front, cloud].map((one) => ({ ...one, fulfilments: [] })) },
      },
      host: { kind: 'electron', platform: 'linux', startAtLogin: true },
    }),
  }
}
