import { FAILURE_REASONS } from '../../core/statements/failure-reasons.ts'
import type { ReportMessages } from './report-messages.ts'

const orders = (count: number) => (count === 1 ? '1 order' : `${count} orders`)

export const report: ReportMessages = {
  open: 'Report and hand-over',
  title: 'Report',
  lead: 'Whether orders were heard, and how soon somebody answered.',
  today: 'Today',
  yesterday: 'Yesterday',
  day: 'Day',
  since: 'From (this shift)',
  loading: 'Counting…',
  failed: 'The report cannot be had now. Try again in a moment.',
  none: 'There were no orders in that time.',
  facts: {
    orders: 'Paid orders',
    inLimit: 'Accepted in time',
    late: 'Answered late',
    missed: 'Missed',
    waiting: 'Not answered yet',
    cancelled: 'Called off before an answer',
    toHear: 'Until spoken',
    toAnswer: 'Until answered',
    unspoken: 'Spoken by no device',
    alone: 'Time without any device',
    told: 'Messages to people outside',
    toldFailed: 'Messages that failed',
    refundsWaiting: 'Refunds to make by hand',
  },
  spread: (p50, p90) => `half within ${p50}, nine of ten within ${p90}`,
  unknown: 'not recorded',
  never: 'none',
  slow: 'Not accepted in time',
  noSlow: 'Every order was accepted in time.',
  ends: { missed: 'missed', late: 'answered late', waiting: 'still waiting' },
  waited: (time) => `waited ${time}`,
  spokenBy: (count) =>
    count === 0 ? 'spoken by no device' : count === 1 ? 'spoken by 1 device' : `spoken by ${count} devices`,
  toldTimes: (count) =>
    count === 0 ? 'nobody outside was told' : count === 1 ? '1 message outside' : `${count} messages outside`,
  csv: 'Save as a table (CSV)',
  columns: {
    number: 'Order',
    paidAt: 'Paid at',
    end: 'End',
    minutes: 'Minutes waited',
    spokenBy: 'Devices that spoke it',
    told: 'Messages outside',
  },
  handOver: 'Hand over',
  handOverHint: 'Tells whoever takes over: what waits, what was missed, whether the bell is well.',
  spoken: ({ waiting, oldest, missed, sound }) =>
    [
      waiting === 0 ? 'No order waits' : `${orders(waiting)} not answered, the oldest for ${oldest} minutes`,
      missed === 0 ? 'None was missed' : `${orders(missed)} missed`,
      `The bell: ${sound}`,
    ].join('. '),
  saying: 'Speaking…',
  notSaid: (outcome) => `Not spoken: ${FAILURE_REASONS.en[outcome] ?? outcome}`,
}
