import type { Words } from './message-words.ts'

const orders = (count: number) => (count === 1 ? '1 order' : `${count} orders`)
const has = (count: number) => (count === 1 ? 'has' : 'have')
const wait = (minutes: number) => `longest wait ${minutes} min. Please see to it.`

/** Messages in English. */
export const en: Words = {
  title: (store) => `Laidan ${store}`,
  sentence: {
    unanswered: ({ count, minutes }) => `Nobody has answered ${orders(count)}; ${wait(minutes)}`,
    limit: ({ count, minutes }) => `${orders(count)} past the acceptance limit; ${wait(minutes)}`,
    no_device: ({ count }) => `${orders(count)} ${has(count)} been paid, and no device of the shop is online.`,
    not_heard: ({ count, minutes }) => `No device has announced ${orders(count)}; ${wait(minutes)}`,
    expired: ({ count }) => `Missed: ${orders(count)} that nobody has answered.`,
    answered: ({ count, by }) =>
      `${orders(count)} ${has(count)} been answered${by === undefined ? '' : ` by ${by}`}. Nothing is left to do.`,
    test: () => 'This is a test message. Messages can reach you.',
  },
  kind: { new_order: 'new order', urge: 'urged', cancel: 'cancelled', missed: 'missed' },
  fulfilment: { delivery: 'delivery', pickup: 'pickup', dine_in: 'dine in' },
  waited: (minutes) => `waiting ${minutes} min`,
  more: (count) => `and ${count} more`,
  link: (url) => `Answer: ${url}`,
  number: (id) => `Message ${id}`,
}
