import { ATTENTION_ROWS } from './attention-rows.ts'
import { CONNECTOR_ROWS } from './connector-rows.ts'
import { EVENT_ROWS } from './event-rows.ts'
import { MARKER } from './expect-problem.ts'
import { KEY_ROWS } from './key-rows.ts'
import { ORDER_ROWS } from './order-rows.ts'
import { REFUND_ROWS } from './refund-rows.ts'
import { cursorQueries, long, names, type RouteRow, reasons, unseenNames } from './route-row.ts'

const STEP = { cause: 'unanswered', afterS: 60 }

/** Policies that no store may have. */
const POLICIES = [
  ...[null, 7, MARKER, {}, [null], [{}], [STEP]],
  ...[-1, 86_401, 1.5, '60'].map((afterS) => [{ ...STEP, afterS, contacts: ['ct_1'], channel: 'cn_1' }]),
  ...[[], ['a', 'a'], [''], Array.from({ length: 11 }, (_, index) => `ct_${index}`)].map((contacts) => [
    { ...STEP, contacts, channel: 'cn_1' },
  ]),
]

const WEEK = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }

/** Opening hours that no store may have. */
const HOURS = [
  ...[7, MARKER, [], {}, { week: null }, { week: {} }, { week: { ...WEEK, sunday: [] } }, { week: WEEK, zone: 'UTC' }],
  ...[
    { from: '9:00', to: '10:00' },
    { from: '24:00', to: '10:00' },
    { from: '09:00', to: '09:00' },
    { from: '09:00' },
  ].map((span) => ({ week: { ...WEEK, mon: [span] } })),
  ...[
    [{ date: '2026-02-30', spans: [] }],
    [{ date: '2026-10-01' }],
    [{ date: '2026-10-01', spans: [], note: ' ' }],
  ].map((dates) => ({ week: WEEK, dates })),
]

/** Every route, by method and path. */
export const ROUTE_ROWS: Record<string, RouteRow> = {
  ...ORDER_ROWS,
  ...EVENT_ROWS,
  ...CONNECTOR_ROWS,
  'GET /v1/payments': {
    good: ({ api }) => ({ path: '/v1/payments', as: api.operatorKey }),
    queries: {
      ...cursorQueries,
      query_invalid: [
        ...cursorQueries.query_invalid,
        'state=',
        'state=lost',
        'state=review&state=applied',
        'refundUnknown=',
        'refundUnknown=1',
      ],
    },
  },
  'GET /v1/payments/{id}': {
    good: ({ payments, api }) => ({ path: `/v1/payments/${payments.applied}`, as: api.operatorKey }),
    missing: 'payment_unknown',
  },
  'POST /v1/payments/{id}/refund': {
    good: ({ payments, api }) => ({ path: `/v1/payments/${payments.refundable}/refund`, as: api.operatorKey }),
    missing: 'payment_unknown',
    illegal: ({ payments }) => [
      ['money that pays an order', { path: `/v1/payments/${payments.applied}/refund` }, 'payment_decided'],
      ['nothing', { path: `/v1/payments/${payments.nothing}/refund` }, 'refund_by_hand'],
    ],
  },
  'POST /v1/payments/{id}/refunded-by-hand': {
    good: ({ payments, api }) => ({
      path: `/v1/payments/${payments.returned}/refunded-by-hand`,
      as: api.operatorKey,
      body: { note: '现金退回' },
    }),
    wrong: { note: reasons, amountMinor: [null, 0, -1, 1.5, '1', 2 ** 53, [1], {}] },
    missing: 'payment_unknown',
    illegal: ({ payments }) => [
      ['more than there was', { body: { note: '现金退回', amountMinor: 3 } }, 'refund_too_large'],
      ['money that pays an order', { path: `/v1/payments/${payments.applied}/refunded-by-hand` }, 'payment_decided'],
    ],
  },
  'POST /v1/payments/{id}/apply': {
    good: ({ payments, payable, api }) => ({
      path: `/v1/payments/${payments.applicable}/apply`,
      as: api.operatorKey,
      body: { orderId: payable.id },
    }),
    wrong: { orderId: [undefined, null, 0, -1, 1.5, '1', 2 ** 53, [1], {}, MARKER] },
    missing: 'payment_unknown',
    illegal: ({ payments, orders }) => [
      ['money that pays an order', { path: `/v1/payments/${payments.applied}/apply` }, 'payment_decided'],
      ['an order that is not there', { body: { orderId: 999_999 } }, 'order_unknown'],
      ['an order that is paid', { body: { orderId: orders.paid.id } }, 'payment_not_applicable'],
      ['too little', { path: `/v1/payments/${payments.returned}/apply` }, 'payment_not_applicable'],
    ],
  },
  ...REFUND_ROWS,
  ...KEY_ROWS,
  'GET /v1/reminders': {
    good: ({ device }) => ({ path: '/v1/reminders', as: device.token }),
    queries: {
      ...cursorQueries,
      query_invalid: [
        ...cursorQueries.query_invalid,
        ...[
          'state=',
          'state=lost',
          'state=open&state=open',
          'orderId=',
          'orderId=0',
          'orderId=-1',
          'orderId=abc',
          'orderId=1.5',
        ],
        ...[`orderId=${2 ** 53}`, 'orderId=1&orderId=2', `storeId=${long(65)}`],
      ],
    },
  },
  'POST /v1/reminders/{id}/acknowledge': {
    good: ({ reminders, device }) => ({ path: `/v1/reminders/${reminders.urge}/acknowledge`, as: device.token }),
    missing: 'reminder_unknown',
    illegal: ({ reminders }) => [
      ['a new order', { path: `/v1/reminders/${reminders.newOrder}/acknowledge` }, 'reminder_needs_answer'],
      ['one that was called off', { path: `/v1/reminders/${reminders.calledOff}/acknowledge` }, 'reminder_closed'],
    ],
  },
  'POST /v1/stores/{id}/pairing-codes': {
    good: ({ storeId, api }) => ({ path: `/v1/stores/${storeId}/pairing-codes`, as: api.operatorKey }),
    missing: 'store_unknown',
  },
  'POST /v1/devices/pair': {
    good: ({ pairingCode }) => ({
      path: '/v1/devices/pair',
      as: '',
      body: { code: pairingCode, name: '前台', platform: 'test' },
    }),
    wrong: {
      code: [
        undefined,
        null,
        '',
        123_456_789,
        '12345678',
        '1234567890',
        '12345678901',
        '1234567890123',
        'abcdefghijkl',
        '１２３４５６７８９０１２',
        ' '.repeat(33),
        [],
      ],
      name: [...names(60), ...unseenNames],
      platform: names(60),
    },
    illegal: ({ pairingCode }) => [
      [
        'a code of nobody',
        { body: { code: `${pairingCode.startsWith('0') ? 1 : 0}000 0000 0000`, name: '前台', platform: 'test' } },
        'pairing_code_invalid',
      ],
    ],
  },
  'GET /v1/stores/{id}/devices': {
    good: ({ storeId, api }) => ({ path: `/v1/stores/${storeId}/devices`, as: api.operatorKey }),
    missing: 'store_unknown',
  },
  'POST /v1/stores': {
    good: ({ api }) => ({ path: '/v1/stores', as: api.operatorKey, body: { name: '分店' } }),
    wrong: {
      name: [...names(100), ...unseenNames],
      locale: ['', 'zh', 'de', 7, null],
      timezone: [
        '',
        'Mars/Olympus',
        '+08:00',
        'IST',
        'America/Coyhaique',
        '../../etc/passwd',
        'Asia/Shanghai; --',
        7,
        null,
        long(65),
      ],
      settings: [
        ...[null, 7, MARKER],
        ...[0, 121, 1.5, '10', null].map((minutes) => ({ acceptWithinMinutes: minutes })),
        ...POLICIES.map((escalation) => ({ escalation })),
        ...HOURS.map((hours) => ({ hours })),
      ],
    },
  },
  'PATCH /v1/stores/{id}': {
    good: ({ storeId, api }) => ({ path: `/v1/stores/${storeId}`, as: api.operatorKey, body: { name: '总店' } }),
    wrong: {
      name: [...names(100).slice(1), ...unseenNames],
      locale: ['', 'zh', 'de', 7, null],
      archived: [null, 1, 'true', [], {}],
      timezone: ['', 'Mars/Olympus', '../../etc/passwd', 'Asia/Shanghai; --', 7, null, long(65)],
      settings: [
        ...[null, 7, MARKER, [], { unknown: 1 }],
        ...[0, 121, 1.5, '10', null].map((minutes) => ({ acceptWithinMinutes: minutes })),
        ...[-1, 1_441, 1.5, '30', null].map((minutes) => ({ reviveWithinMinutes: minutes })),
        ...[0, -1, 241, 1.5, '30', [], {}].map((minutes) => ({ preparationMinutes: minutes })),
        ...['', 'cny', 'XXX', 7, null].map((currency) => ({ currency })),
        ...[null, 1, 'true', [], {}].map((may) => ({ shopMayMarkRefunds: may })),
        ...POLICIES.map((escalation) => ({ escalation })),
        ...HOURS.map((hours) => ({ hours })),
      ],
    },
    missing: 'store_unknown',
    illegal: ({ targets: { contact, channel } }) => [
      [
        'a policy that tells nobody there is',
        { body: { settings: { escalation: [{ ...STEP, contacts: ['ct_nobody'], channel }] } } },
        'contact_unknown',
      ],
      [
        'a policy by no channel there is',
        { body: { settings: { escalation: [{ ...STEP, contacts: [contact], channel: 'cn_none' }] } } },
        'channel_unknown',
      ],
      ['a field that no store has', { body: { name: '总店', nmae: '总店' } }, 'body_invalid'],
      ['a field that nobody changes', { body: { id: 'st_1' } }, 'body_invalid'],
      ['nothing', { body: {} }, 'body_invalid'],
    ],
  },
  'GET /v1/stores/{id}/intake': {
    good: ({ storeId, api }) => ({ path: `/v1/stores/${storeId}/intake`, as: api.orderingKey }),
    missing: 'store_unknown',
  },
  'PATCH /v1/stores/{id}/intake': {
    good: ({ storeId, device }) => ({
      path: `/v1/stores/${storeId}/intake`,
      as: device.token,
      body: { state: 'busy', extraMinutes: 15, forMinutes: 30 },
    }),
    wrong: {
      state: [undefined, null, '', 'closed', 'BUSY', '__proto__', 7, [], {}],
      extraMinutes: [undefined, null, 0, -1, 1.5, '15', 241, 1e300, [15]],
      forMinutes: [null, 0, -1, 1.5, '30', 2_881, 1e300, {}],
      until: [null, -1, 1.5, '2030', 1e300, 2 ** 53, 1],
    },
    missing: 'store_unknown',
    illegal: () => [
      ['no end', { body: { state: 'paused' } }, 'body_invalid'],
      ['a delay of what is not busy', { body: { state: 'paused', extraMinutes: 5, forMinutes: 5 } }, 'body_invalid'],
      ['an end that is over', { body: { state: 'paused', until: 1 } }, 'body_invalid'],
      ['an end of what does not end', { body: { state: 'open', forMinutes: 5 } }, 'body_invalid'],
      ['a field that it has not', { body: { state: 'paused', forMinutes: 5, reason: MARKER } }, 'body_invalid'],
    ],
  },
  'POST /v1/speech': {
    good: ({ device }) => ({ path: '/v1/speech', as: device.token, body: { text: '两份宫保鸡丁', locale: 'zh-CN' } }),
    wrong: {
      text: [undefined, null, '', ' ', '\u0000', '，。！', '🔔', 7, [], {}, long(201)],
      locale: [undefined, null, '', 'zh', 'zh-HK', '__proto__', 7, []],
      rate: [null, '1', 0, 0.4, 2.1, -1, [], {}],
    },
    storeless: true,
  },
  'GET /v1/stores': { good: ({ api }) => ({ path: '/v1/stores', as: api.orderingKey }) },
  ...ATTENTION_ROWS,
  'GET /v1/stores/{id}': {
    good: ({ storeId, device }) => ({ path: `/v1/stores/${storeId}`, as: device.token }),
    missing: 'store_unknown',
  },
  'PATCH /v1/devices/{id}': {
    good: ({ spare, device }) => ({ path: `/v1/devices/${spare.deviceId}`, as: device.token, body: { name: '后厨' } }),
    wrong: { name: [...names(60), ...unseenNames] },
    missing: 'device_unknown',
    illegal: () => [
      ['a field that no device has', { body: { name: '后厨', nmae: '后厨' } }, 'body_invalid'],
      ['a field that nobody changes', { body: { name: '后厨', storeId: 'st_1' } }, 'body_invalid'],
    ],
  },
  // The last, because it takes a device away.
  'DELETE /v1/devices/{id}': {
    good: ({ spare, api }) => ({ path: `/v1/devices/${spare.deviceId}`, as: api.operatorKey }),
    missing: 'device_unknown',
  },
}
