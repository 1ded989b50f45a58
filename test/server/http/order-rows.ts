import type { ProblemCode } from '../../../shared/problem.ts'
import { MARKER } from './expect-problem.ts'
import { cursorQueries, item, key, long, type RouteRow, reasons } from './route-row.ts'
import type { World } from './world.ts'

const createOrder: RouteRow = {
  good: ({ storeId, api }) => ({
    path: '/v1/orders',
    as: api.orderingKey,
    body: { storeId, items: [item], amountMinor: 1 },
  }),
  wrong: {
    storeId: [undefined, null, 7, '', [], {}, long(65)],
    number: [
      ...['', ' ', ' a', 'a ', 'a\nb', 'a\u0000', '\u200b', 'a\u200bb', '\u202eab', long(65), '单'.repeat(65)],
      ...[7, [], {}, 'ld_1_23456789'],
    ],
    items: [
      ...[undefined, null, [], {}, MARKER, [null], [[]], [MARKER], [{}], Array(201).fill(item)],
      ...['', '   ', 7, null, undefined, long(201)].map((name) => [{ ...item, name }]),
      ...[0, -1, 1.5, '2', 10_000, 1e300, null, undefined].map((quantity) => [{ ...item, quantity }]),
      ...[-1, 1.5, '2', 1e300].map((unitAmountMinor) => [{ ...item, unitAmountMinor }]),
      ...[7, long(501)].map((note) => [{ ...item, note }]),
      [{ ...item, notes: MARKER }],
    ],
    payment: ['', 'card', 'online', 'CASH', '__proto__', 7, [], {}],
    amountMinor: [undefined, null, -1, 38.5, '3850', 2 ** 53, 1e300, 10_000_000_001, true, [1], {}],
    currency: ['', 'cny', 'XXX', '__proto__', 'toString', 7],
    remark: [7, [], {}, long(10_001)],
    remarks: [MARKER, null],
    customer: [
      MARKER,
      [],
      7,
      { mobile: MARKER },
      { phone: 13_800_138_000 },
      { name: long(101) },
      { phone: long(41) },
      { address: [] },
    ],
    fulfilment: ['', 'teleport', 'constructor', 7],
  },
  illegal: ({ orders }) => [
    ['a store that is not there', { body: { storeId: 'st_nobody', items: [item], amountMinor: 1 } }, 'store_unknown'],
    [
      'a number that is taken',
      { body: { storeId: orders.paid.storeId, items: [item], amountMinor: 1, number: orders.paid.number } },
      'order_number_taken',
    ],
  ],
}

const findOrders: RouteRow = {
  good: ({ api }) => ({ path: '/v1/orders', as: api.orderingKey }),
  queries: {
    cursor_invalid: [
      ...cursorQueries.cursor_invalid,
      `cursor=${key('1.rm_abc')}`,
      `cursor=${key(`1.${'9'.repeat(20)}`)}`,
    ],
    query_invalid: [
      ...cursorQueries.query_invalid,
      ...['status=', 'status=0', 'status=7', 'status=abc', 'status=2,', 'status=2&status=x', 'status=__proto__'],
      ...[
        'from=-1',
        'from=abc',
        'from=1.5',
        'from=1&from=2',
        `from=${2 ** 53}`,
        'updatedAfter=-1',
        'updatedAfter=abc',
        'updatedAfter=1.5',
        'to=-1',
        'to=NaN',
        'to=Infinity',
      ],
      ...['number=', `number=${long(65)}`, 'number=a&number=b', 'phone=12', `phone=${'1'.repeat(41)}`],
      ...['history=', 'history=false', 'history=1', 'history=true&history=true'],
      ...['storeId=a&storeId=b', `storeId=${long(65)}`],
    ],
  },
}

const orderOf =
  (
    name: keyof World['orders'],
    move: string,
    as: 'device' | 'ordering',
    body?: Record<string, unknown>,
  ): RouteRow['good'] =>
  ({ orders, device, api }) => ({
    path: `/v1/orders/${orders[name].id}${move}`,
    as: as === 'device' ? device.token : api.orderingKey,
    ...(body !== undefined && { body }),
  })

export const ORDER_ROWS: Record<string, RouteRow> = {
  'POST /v1/orders': createOrder,
  'GET /v1/orders': findOrders,
  'GET /v1/orders/{id}': { good: orderOf('paid', '', 'device'), missing: 'order_unknown' },
  'GET /v1/orders/{id}/attention': { good: orderOf('paid', '/attention', 'device'), missing: 'order_unknown' },
  'POST /v1/orders/{id}/confirm': {
    good: orderOf('paid', '/confirm', 'device', {}),
    wrong: { readyInMinutes: [0, -1, 1.5, '20', 241, 1e300, true, [20], {}] },
    missing: 'order_unknown',
  },
  'POST /v1/orders/{id}/reject': {
    good: orderOf('waiting', '/reject', 'device', { reason: '卖完了' }),
    wrong: { reason: reasons },
    missing: 'order_unknown',
  },
  'POST /v1/orders/{id}/dispatch': { good: orderOf('confirmed', '/dispatch', 'device', {}), missing: 'order_unknown' },
  'POST /v1/orders/{id}/complete': { good: orderOf('delivering', '/complete', 'device', {}), missing: 'order_unknown' },
  'POST /v1/orders/{id}/cancel': {
    good: ({ pickup, device }) => ({
      path: `/v1/orders/${pickup.id}/cancel`,
      as: device.token,
      body: { reason: '停电' },
    }),
    wrong: { reason: reasons },
    missing: 'order_unknown',
  },
  'POST /v1/orders/{id}/strikes': {
    good: orderOf('confirmed', '/strikes', 'device', { lines: [{ line: 0, portions: 1 }] }),
    wrong: {
      lines: [
        ...[
          undefined,
          null,
          [],
          {},
          MARKER,
          7,
          [null],
          [[]],
          [MARKER],
          [{}],
          Array(201).fill({ line: 0, portions: 1 }),
        ],
        // The order has one line, of two portions.
        ...[1, 200, -1, 0.5, '0', 1e300, null, undefined].map((line) => [{ line, portions: 1 }]),
        ...[3, -1, 1.5, '2', 10_000, 1e300, null, undefined].map((portions) => [{ line: 0, portions }]),
        ...[-1, 1.5, '9', null, 604_800_001].map((agoMs) => [{ line: 0, portions: 1, agoMs }]),
      ],
    },
    missing: 'order_unknown',
    illegal: ({ orders }) =>
      (['unpaid', 'completed', 'cancelled'] as const).map((name) => [
        name,
        { path: `/v1/orders/${orders[name].id}/strikes` },
        'order_not_under_way',
      ]),
  },
  'POST /v1/orders/{id}/urge': {
    good: orderOf('paid', '/urge', 'ordering'),
    missing: 'order_unknown',
    illegal: ({ orders }) => [
      ...(['unpaid', 'delivering', 'completed', 'cancelled'] as const).map(
        (name) =>
          [name, { path: `/v1/orders/${orders[name].id}/urge` }, 'order_not_urgeable'] as [string, object, ProblemCode],
      ),
      ['urged this very minute', { path: `/v1/orders/${orders.confirmed.id}/urge` }, 'urged_too_soon'],
    ],
  },
  'GET /v1/stores/{id}/statistics': {
    good: ({ storeId, device }) => ({ path: `/v1/stores/${storeId}/statistics`, as: device.token }),
    missing: 'store_unknown',
  },
  'GET /v1/orders/{id}/payments': { good: orderOf('paid', '/payments', 'ordering'), missing: 'order_unknown' },
  'POST /v1/orders/{id}/payments': {
    good: orderOf('unpaid', '/payments', 'ordering', { provider: 'standard-webhooks' }),
    wrong: { provider: [undefined, null, '', 'paypal', 'STANDARD-WEBHOOKS', '__proto__', 7, []] },
    missing: 'order_unknown',
    illegal: ({ orders }) =>
      (['paid', 'confirmed', 'delivering', 'completed', 'cancelled'] as const).map((name) => [
        name,
        { path: `/v1/orders/${orders[name].id}/payments` },
        'order_not_payable',
      ]),
  },
}
