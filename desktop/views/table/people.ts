import type { Locale } from '../../../shared/locales.ts'
import { orderOf } from '../data/orders.ts'
import { dayInFigures, emptyDay, nobody, somebody } from '../data/people.ts'
import type { FixedView, Scene } from '../data/scene.ts'
import { storyOf } from '../data/story.ts'
import { viewOf } from '../data/view.ts'
import { WORDS } from '../data/words.ts'

/** A device of a shop that tells nobody outside, or somebody. */
function shop(locale: Locale, tells: boolean): Scene {
  const { view } = { view: viewOf(locale) }
  const { store } = view.status
  const orders = [orderOf(31, WORDS[locale].called, { step: 'accepted', minutesAgo: 9 })]
  return { view: { ...view, status: { ...view.status, store: store && { ...store, tells } } }, orders }
}

/** The people who are told when nobody answers, and how a day went. */
export const PEOPLE: readonly FixedView[] = [
  {
    name: 'nobody-told',
    steps: [{ press: '.lamp[data-about="outside"]' }],
    shows: '.lamp-card',
    draw: (locale) => shop(locale, false),
  },
  {
    name: 'people-nobody',
    screen: 'people',
    shows: '.people-wizard',
    draw: (locale) => ({ ...shop(locale, false), people: nobody() }),
  },
  {
    name: 'people-ntfy',
    screen: 'people',
    steps: [{ press: '.people-wizard [data-kind="ntfy"]' }, { press: '.people-wizard .button.accept' }],
    shows: '.people-wizard [aria-invalid="true"]',
    draw: (locale) => ({ ...shop(locale, false), people: nobody() }),
  },
  {
    name: 'people-read-only',
    screen: 'people',
    shows: '.people-nobody',
    draw: (locale) => ({ ...shop(locale, false), people: nobody(false) }),
  },
  {
    name: 'people-told',
    screen: 'people',
    shows: '.people-steps',
    draw: (locale) => ({ ...shop(locale, true), people: somebody(locale) }),
  },
  {
    name: 'people-again',
    screen: 'people',
    steps: [{ press: '.people-again' }],
    shows: '.people-wizard',
    draw: (locale) => ({ ...shop(locale, true), people: somebody(locale) }),
  },
  {
    name: 'settings-nobody-told',
    screen: 'settings',
    shows: '.people-nobody',
    reveals: '.people-nobody',
    draw: (locale) => shop(locale, false),
  },
  {
    name: 'report',
    screen: 'report',
    steps: [{ press: '.report-slow summary' }, { see: '.story' }, { press: '.report-hand-over .button' }],
    shows: '.report-hand-over .promise',
    draw: slowest,
  },
  {
    name: 'report-slow',
    screen: 'report',
    steps: [{ press: '.report-slow summary' }, { see: '.story' }],
    shows: '.story',
    reveals: '.report-slow',
    draw: slowest,
  },
  {
    name: 'report-empty',
    screen: 'report',
    shows: '.report .facts',
    draw: (locale) => ({ ...shop(locale, true), report: emptyDay() }),
  },
]

function slowest(locale: Locale): Scene {
  const order = orderOf(40, WORDS[locale].noodles, { step: 'waiting', minutesAgo: 70 })
  return { ...shop(locale, true), report: dayInFigures(), story: storyOf(order, locale) }
}
