import { describe, expect, it } from 'vitest'
import { checkClient } from '../lab/check/check-client.ts'
import { checkDatabase } from '../lab/check/check-database.ts'
import { checkHistory, explain } from '../lab/check/check-history.ts'
import { goodClient, goodHistory, row } from '../lab/check/good-history.ts'
import { SPOILT, SPOILT_CLIENT } from '../lab/check/spoilt.ts'

const atRest = { atRest: true }

describe('the offline checker', () => {
  it('finds nothing wrong with a history in which nothing is', () => {
    expect(explain(checkHistory(goodHistory(), atRest))).toEqual([])
  })

  for (const [invariant, cases] of Object.entries(SPOILT)) {
    it.each(Object.entries(cases))(`complains by the name of ${invariant}: %s`, (_, spoil) => {
      const history = goodHistory()
      spoil(history)
      expect(checkHistory(history, atRest).map((violation) => violation.invariant)).toContain(invariant)
    })
  }

  it('takes a history that is still going on for what it is', () => {
    const history = goodHistory()
    history.devices[0]?.lines.splice(-2)
    expect(explain(checkHistory(history, { atRest: false }))).toEqual([])
  })

  it('takes a payment that went back in parts for one that is back', () => {
    const history = goodHistory()
    const { payments, refunds, orders } = history.database
    Object.assign(payments.find(({ id }) => id === 'py_4') ?? {}, { state: 'refunded' })
    Object.assign(orders.find(({ id }) => id === 4) ?? {}, { pay_status: 2 })
    const part = { ...refunds[0], state: 'succeeded', next_at: null } as (typeof refunds)[number]
    refunds.splice(0, 1, { ...part, amount_minor: 40 }, { ...part, number: 'rf_4_2', amount_minor: 60 })
    expect(explain(checkHistory(history, atRest))).toEqual([])
  })

  it('knows orders that ring without a payment, and entries that announce nothing', () => {
    const { database } = goodHistory()
    const [order] = database.orders
    const [reminder] = database.reminders
    if (order === undefined || reminder === undefined) throw new Error('the good history is empty')
    database.orders.push({ ...order, id: 9, status: 2, pay_status: 0, amount_minor: 0 })
    const own = { ...reminder, id: 'rm_9', order_id: 9, state: 'open', n: 1, seq: 9, next_alert_at: 50 }
    database.reminders.push(own)
    const intake = { ...row(11, '', 0, 'intake', { op: 'intake', id: undefined }), reminder_id: '' }
    database.log.push(row(9, 'rm_9', 1, 'remind', { n: 1 }), row(10, 'rm_9', 1, 'claim', { op: 'claimed' }), intake)
    Object.assign(database.stores[0] ?? {}, { head_seq: 11 })
    expect(explain(checkDatabase(database))).toEqual([])
    const said = (body: string) =>
      checkDatabase({ ...database, log: database.log.with(-1, { ...intake, body }) }).map(({ invariant }) => invariant)
    expect(said(intake.body.replace('"op":"intake"', '"op":"closed"'))).toEqual(['I2'])
    expect(said(intake.body.replace('{', '{"id":"rm_1",'))).toEqual(['I2'])
  })

  it('does not complain of what nobody was promised', () => {
    const history = goodHistory()
    const facts = { transactionId: 'tx-9', orderNumber: 'no-3', amountMinor: 100, right: true }
    history.operations.push(
      { t: 'send', attempt: 30, op: 'tx-9', kind: 'pay', ...facts },
      { t: 'lost', op: 'tx-9', attempt: 30, why: 'ECONNRESET' },
      { t: 'answer', op: 'confirm-1', attempt: 31, status: 503, body: { code: 'storage_unavailable' } },
    )
    expect(explain(checkHistory(history, atRest))).toEqual([])
  })
})

describe('the checker of what a client announced', () => {
  const { database } = goodHistory()

  it('finds nothing wrong with a client with which nothing is', () => {
    expect(explain(checkClient(goodClient(), database, atRest))).toEqual([])
  })

  for (const [invariant, cases] of Object.entries(SPOILT_CLIENT)) {
    it.each(Object.entries(cases))(`complains by the name of ${invariant}: %s`, (_, spoil) => {
      const client = goodClient()
      spoil(client)
      expect(checkClient(client, database, atRest).map((violation) => violation.invariant)).toContain(invariant)
    })
  }

  it('lets the waiting time grow between screen and voice', () => {
    const client = goodClient()
    client.lines.push(
      { t: 'shown', id: 'rm_3', n: 2, text: 'urge, waits one minute' },
      { t: 'said', text: 'urge, waits two minutes' },
      { t: 'stored', seq: 8, announced: [{ id: 'rm_3', n: 2 }] },
      { t: 'shown', id: 'rm_3', n: 3, text: 'urge, waits two minutes' },
    )
    expect(explain(checkClient(client, database, { atRest: false }))).toEqual([])
  })
})
