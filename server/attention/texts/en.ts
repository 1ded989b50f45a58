import type { DayFigures } from './day-figures.ts'
import type { Words } from './message-words.ts'

const orders = (count: number) => (count === 1 ? '1 order' : `${count} orders`)
const has = (count: number) => (count === 1 ? 'has' : 'have')
const wait = (minutes: number) => `longest wait ${minutes} min. Please see to it.`

const lasted = (ms: number) => {
  const seconds = Math.round(ms / 1_000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** Writes a day in figures. */
function reported({ day, orders: count, inLimit, late, missed, toAnswer, aloneMinutes, refundsWaiting }: DayFigures) {
  const parts = [
    `${day}: ${orders(count)}, ${inLimit} accepted in time${late > 0 ? `, ${late} late` : ''}, ${missed} missed.`,
    ...(toAnswer === null
      ? []
      : [`Half answered within ${lasted(toAnswer.p50)}, nine in ten within ${lasted(toAnswer.p90)}.`]),
    ...(aloneMinutes === null ? [] : [`${aloneMinutes} min without a device.`]),
    `${refundsWaiting === 1 ? '1 refund waits' : `${refundsWaiting} refunds wait`} to be made.`,
  ]
  return parts.join(' ')
}

/** Messages in English. */
export const en: Words = {
  title: (store) => `Laidan ${store}`,
  sentence: {
    unanswered: ({ count, minutes }) => `Nobody has answered ${orders(count)}; ${wait(minutes)}`,
    limit: ({ count, minutes }) => `${orders(count)} past the acceptance limit; ${wait(minutes)}`,
    no_device: ({ count }) => `${orders(count)} ${has(count)} been paid, and no device of the shop is online.`,
    not_heard: ({ count, minutes }) => `No device has announced ${orders(count)}; ${wait(minutes)}`,
    not_printed: ({ count, minutes }) =>
      `The tickets of ${orders(count)} have not been printed, and nobody has answered; longest wait ${minutes} min. Please have the shop look at its screen and its printer.`,
    expired: ({ count }) => `Missed: ${orders(count)} that nobody has answered.`,
    answered: ({ count, by }) =>
      `${orders(count)} ${has(count)} been answered${by === undefined ? '' : ` by ${by}`}. Nothing is left to do.`,
    test: () => 'This is a test message. Messages can reach you.',
    away: ({ minutes }) =>
      `The shop is open, and no device of it has been online for ${minutes} min: no order would ring. Please look at devices and network.`,
    back: () => 'A device of the shop is online again. Orders ring.',
    report: ({ day }) => (day === undefined ? '' : reported(day)),
  },
  short: {
    unanswered: ({ count, minutes }) => `${orders(count)} unanswered for ${minutes} min`,
    limit: ({ count }) => `${orders(count)} past the limit`,
    no_device: ({ count }) => `${orders(count)} paid, no device online`,
    not_heard: ({ count }) => `${orders(count)} not announced`,
    not_printed: ({ count }) => `${orders(count)} not printed`,
    expired: ({ count }) => `${orders(count)} missed`,
    answered: ({ count }) => `${orders(count)} answered`,
    test: () => 'test message',
    away: ({ minutes }) => `no device online for ${minutes} min`,
    back: () => 'a device is online again',
    report: ({ day }) => `yesterday ${orders(day?.orders ?? 0)}, ${day?.missed ?? 0} missed`,
  },
  keys: 'Press 1 to accept all, 2 if you see to it, 3 to tell the next person.',
  pressed: {
    '1': 'Accepted.',
    '2': 'Thank you. Nobody else is told for five minutes.',
    '3': 'The next person is told.',
  },
  kind: { new_order: 'new order', urge: 'urged', cancel: 'cancelled', missed: 'missed' },
  fulfilment: { delivery: 'delivery', pickup: 'pickup', dine_in: 'dine in' },
  waited: (minutes) => `waiting ${minutes} min`,
  more: (count) => `and ${count} more`,
  link: (url) => `Answer: ${url}`,
  number: (id) => `Message ${id}`,
}
