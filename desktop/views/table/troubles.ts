import type { Locale } from '../../../shared/locales.ts'
import type { LinkFaultKind } from '../../core/ports.ts'
import { orderOf } from '../data/orders.ts'
import type { FixedView, Scene } from '../data/scene.ts'
import { MINUTE_MS, NOW } from '../data/time.ts'
import { viewOf } from '../data/view.ts'
import { WORDS } from '../data/words.ts'

/** A board with a few orders, on a device that is not as it should be. */
function troubled(locale: Locale, differs: Parameters<typeof viewOf>[1]): Scene {
  const orders = [12, 9, 3].map((minutesAgo, index) =>
    orderOf(30 + index, WORDS[locale].called, { step: 'accepted', minutesAgo }),
  )
  return { view: viewOf(locale, differs), orders }
}

function offline(kind: LinkFaultKind, why: string): FixedView {
  return {
    name: `offline-${kind.replace('_', '-')}`,
    shows: '.banner-ticking',
    draw: (locale) =>
      troubled(locale, {
        status: {
          link: 'offline',
          lost: true,
          since: NOW - 3 * MINUTE_MS,
          linkFault: { kind, why },
          answersWaiting: 1,
        },
      }),
  }
}

/** States in which orders are, or may be, not heard. */
export const TROUBLES: readonly FixedView[] = [
  offline('no_network', 'offline'),
  offline('server_away', 'http_502'),
  offline('proxy', 'no_upgrade'),
  {
    name: 'sound-locked',
    shows: '.banner[data-tone="alarm"] .button',
    draw: (locale) => troubled(locale, { host: { sound: 'locked' } }),
  },
  {
    name: 'bystander',
    shows: '.lamp[data-about="sound"] .lamp-told',
    draw: (locale) => troubled(locale, { host: { bystander: true } }),
  },
  {
    name: 'muted',
    steps: [{ press: '.lamp[data-about="sound"]' }],
    shows: '.lamp-card',
    draw(locale) {
      const mutedUntil = NOW + 30 * MINUTE_MS
      return troubled(locale, { settings: { mutedUntil } })
    },
  },
  {
    name: 'not-heard',
    steps: [{ press: '.lamp[data-about="sound"]' }],
    shows: '.lamp-card .button',
    draw: (locale) => troubled(locale, { status: { notHeard: true } }),
  },
  {
    name: 'faults',
    steps: [{ press: '.lamp[data-about="device"]' }],
    shows: '.lamp-card',
    draw: (locale) =>
      troubled(locale, {
        status: {
          serverAheadMs: 7 * MINUTE_MS,
          faults: [
            { part: 'storage', reason: 'failed' },
            { part: 'printer', reason: 'paper_out' },
            { part: 'speech', reason: 'timeout' },
            { part: 'server', reason: 'clock_wrong' },
          ],
        },
      }),
  },
]
