import type { ReadReport } from '../../../shared/api/attention-report.ts'
import type { Locale } from '../../../shared/locales.ts'
import type { People, ReadEffect } from '../../core/people/people.ts'
import { sensiblePolicy } from '../../core/people/sensible-policy.ts'
import { MINUTE_MS, NOW } from './time.ts'
import { WORDS } from './words.ts'

const STORE = 'store'

/** A shop that tells nobody. */
export function nobody(mayChange = true): People {
  return {
    policy: { escalation: [], morning: null, mayChange, answerable: true },
    ...{ contacts: [], channels: [], effects: [], rehearsal: null, made: null },
  }
}

/** A shop with two contacts, a group's robot and a policy, which has told somebody lately. */
export function somebody(locale: Locale, mayChange = true): People {
  const { manager, deputy, group } = WORDS[locale]
  const made = { storeId: STORE, createdAt: NOW - 60 * MINUTE_MS }
  const effect = (id: string, state: string, minutes: number, differs: Partial<ReadEffect> = {}): ReadEffect => ({
    ...{ id, storeId: STORE, cause: 'unanswered', contactId: 'ct_1', channelId: 'cn_1', covers: [], state },
    ...{ attempts: 1, code: null, createdAt: NOW - minutes * MINUTE_MS, nextAt: null },
    ...{ sentAt: state === 'failed' ? null : NOW - minutes * MINUTE_MS + 900, answeredAt: null },
    ...differs,
  })
  return {
    policy: {
      escalation: sensiblePolicy({ contacts: ['ct_1', 'ct_2'], channel: 'cn_1', after: 3 }),
      morning: { at: '08:30', contact: 'ct_1', channel: 'cn_1' },
      ...{ mayChange, answerable: true },
    },
    contacts: [
      { id: 'ct_1', name: manager, mobile: '13800138000', verifiedAt: NOW - 50 * MINUTE_MS },
      { id: 'ct_2', name: deputy, mobile: null, verifiedAt: null },
    ],
    channels: [{ ...made, id: 'cn_1', kind: 'dingtalk', name: group, host: 'oapi.dingtalk.com' }],
    effects: [
      effect('ef_4', 'answered', 2, { answeredAt: NOW - MINUTE_MS }),
      effect('ef_3', 'sent', 9, { cause: 'no_device' }),
      effect('ef_2', 'failed', 12, { contactId: 'ct_2', code: 'no_answer' }),
      effect('ef_1', 'answered', 55, { cause: 'test', answeredAt: NOW - 50 * MINUTE_MS }),
    ],
    rehearsal: rehearsed(),
    made: null,
  }
}

/** A rehearsal in which the devices came back, and nobody answered the message. */
function rehearsed(): NonNullable<People['rehearsal']> {
  const begunAt = NOW - 40 * MINUTE_MS
  const openedAt = begunAt + 66_000
  return {
    ...{ id: 'rh_1', storeId: STORE, orderNumber: '20261127-0007', phase: 'over', tells: true, begunAt },
    ...{ spokenAt: begunAt + 4_000, cutAt: begunAt + 6_000, openedAt, backAt: openedAt + 2_000 },
    ...{ toldAt: openedAt + 4_000, answeredAt: null, endedAt: openedAt + 10 * MINUTE_MS },
  }
}

/** A day that went well, but for a missed order, a late one, and twelve minutes without a device. */
export function dayInFigures(): ReadReport {
  const slow = { paidAt: NOW - 70 * MINUTE_MS, spokenBy: 0, told: 2 }
  return {
    from: NOW - 12 * 60 * MINUTE_MS,
    to: NOW,
    ...{ orders: 86, inLimit: 83, late: 1, missed: 1, waiting: 1, cancelled: 0, unspoken: 2 },
    toHear: { p50: 3_100, p90: 8_400 },
    toAnswer: { p50: 41_000, p90: 133_000 },
    aloneMs: 12 * MINUTE_MS,
    ...{ told: 5, toldFailed: 1, refundsWaiting: 1 },
    slow: [
      { ...slow, orderId: 40, number: '20261127-0040', end: 'missed', waitedMs: 60 * MINUTE_MS },
      { ...slow, orderId: 52, number: '20261127-0052', end: 'late', waitedMs: 12 * MINUTE_MS, spokenBy: 2, told: 1 },
    ],
  }
}

/** A morning before the first order. */
export function emptyDay(): ReadReport {
  return {
    ...dayInFigures(),
    ...{ orders: 0, inLimit: 0, late: 0, missed: 0, waiting: 0, unspoken: 0, toHear: null, toAnswer: null },
    ...{ aloneMs: null, told: 0, toldFailed: 0, refundsWaiting: 0, slow: [] },
  }
}
