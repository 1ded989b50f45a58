import { describe, expect, it } from 'vitest'
import {
  type Actor,
  type Fulfilment,
  fulfilmentSchema,
  LEGAL_MOVES,
  legalMove,
  type Move,
  ORDER_STATUS,
  type OrderStatus,
  orderStatusSchema,
  PAY_STATUS,
  payStatusSchema,
  URGEABLE,
} from '../../shared/order.ts'

const MOVES: Move[] = ['pay', 'confirm', 'reject', 'dispatch', 'complete', 'cancel']
const ACTORS: Actor[] = ['device', 'customer', 'operator', 'system', 'payment']
const STATUSES: OrderStatus[] = [1, 2, 3, 4, 5, 6]
const FULFILMENTS: Fulfilment[] = ['delivery', 'pickup', 'dine_in']

/**
 * What may happen to an order, told order by order and not derived from the table: in each status, who may do what and
 * where it leads. Words: D only delivered orders, P only those that never leave the shop with a courier.
 */
const STORY = `
  1 unpaid:     payment pays → 2 · customer cancels → 6 · operator cancels → 6 · system cancels → 6
  2 waiting:    device confirms → 3 · device rejects → 6 · customer cancels → 6 · operator cancels → 6
  3 accepted:   device dispatches → 4 D · device completes → 5 P · device cancels → 6 · operator cancels → 6
  4 delivering: device completes → 5 · system completes → 5 · device cancels → 6 · operator cancels → 6
  5 completed:
  6 cancelled:
`

const VERBS: Record<string, Move> = {
  pays: 'pay',
  confirms: 'confirm',
  rejects: 'reject',
  dispatches: 'dispatch',
  completes: 'complete',
  cancels: 'cancel',
}

/** `status/actor/move/fulfilment` → where it leads. */
function told(): Map<string, number> {
  const moves = new Map<string, number>()
  for (const line of STORY.trim().split('\n')) {
    const [, status, rest = ''] = /^\s*(\d) \w+:\s*(.*)$/.exec(line) ?? []
    for (const [, actor, verb = '', to, only] of rest.matchAll(/(\w+) (\w+) → (\d)(?: ([DP]))?/g))
      for (const fulfilment of FULFILMENTS)
        if (only === undefined || (only === 'D') === (fulfilment === 'delivery'))
          moves.set(`${status}/${actor}/${VERBS[verb]}/${fulfilment}`, Number(to))
  }
  return moves
}

describe('the table of legal moves', () => {
  const expected = told()

  it.each(MOVES)('%s: every actor, status and fulfilment is as told, and everything else is illegal', (move) => {
    for (const by of ACTORS)
      for (const status of STATUSES)
        for (const fulfilment of FULFILMENTS)
          expect
            .soft(legalMove({ status, fulfilment }, move, by), `${by} ${move} ${status} ${fulfilment}`)
            .toBe(expected.get(`${status}/${by}/${move}/${fulfilment}`))
  })

  it('the story was read whole: 16 legal moves, 45 with their fulfilments', () => {
    expect(STORY.match(/→/g)).toHaveLength(16)
    expect(expected.size).toBe(45)
  })

  it('no two rows of the table answer the same question', () => {
    const asked = LEGAL_MOVES.flatMap((row) =>
      row.from.flatMap((from) => (row.only ?? FULFILMENTS).map((f) => `${row.move}/${row.by}/${from}/${f}`)),
    )
    expect(new Set(asked).size).toBe(asked.length)
  })

  it('a closed order stays closed, and no move leads back, but for late money that revives one', () => {
    const back = LEGAL_MOVES.filter((row) => row.from.includes(ORDER_STATUS.cancelled))
    expect(back).toEqual([
      { move: 'revive', by: 'payment', from: [ORDER_STATUS.cancelled], to: ORDER_STATUS.to_be_confirmed },
    ])
    for (const row of LEGAL_MOVES.filter((row) => row.move !== 'revive'))
      for (const from of row.from) {
        expect([ORDER_STATUS.completed, ORDER_STATUS.cancelled]).not.toContain(from)
        expect(row.to).toBeGreaterThan(from)
      }
  })

  it('only a payment makes an order wait for the shop', () => {
    expect(LEGAL_MOVES.filter((row) => row.to === ORDER_STATUS.to_be_confirmed).map((row) => row.by)).toEqual([
      'payment',
      'payment',
    ])
  })
})

it('numbers are the origin’s', () => {
  expect(Object.values(ORDER_STATUS)).toEqual([1, 2, 3, 4, 5, 6])
  expect(Object.values(PAY_STATUS)).toEqual([0, 1, 2])
  expect(URGEABLE).toEqual([2, 3])
})

it.each([0, 7, 1.5, '1', null, true, Number.NaN])('%j is no order status', (status) => {
  expect(orderStatusSchema.safeParse(status).success).toBe(false)
})

it.each([-1, 3, '0', null])('%j is no pay status', (status) => {
  expect(payStatusSchema.safeParse(status).success).toBe(false)
})

it('schemas know every status and nothing else', () => {
  expect(STATUSES.map((status) => orderStatusSchema.parse(status))).toEqual(STATUSES)
  expect([0, 1, 2].map((status) => payStatusSchema.parse(status))).toEqual([0, 1, 2])
  expect(fulfilmentSchema.options).toEqual(FULFILMENTS)
})
