import { MARKER } from './expect-problem.ts'
import { cursorQueries, long, names, type RouteRow, unseenNames } from './route-row.ts'

const SECRET = `whsec_${Buffer.from('a secret that nobody has guessed').toString('base64')}`

/** Settings that a channel must not have, of a kind that takes an address and a secret. */
const settings = [
  ...[undefined, null, 7, MARKER, [], {}],
  ...['ftp://example.com', 'example.com', 'https://user:word@example.com/', 'file:///etc/passwd', long(1_001)].map(
    (url) => {
      return { url, secret: SECRET }
    },
  ),
  ...['', 'whsec_', 'whsec_c2hvcnQ=', MARKER, 7].map((secret) => ({ url: 'https://example.com/', secret })),
  { url: 'https://example.com/', secret: SECRET, more: 1 },
]

/** The routes of contacts, channels and what people were told. */
export const ATTENTION_ROWS: Record<string, RouteRow> = {
  'GET /v1/stores/{id}/contacts': {
    good: ({ storeId, api }) => ({ path: `/v1/stores/${storeId}/contacts`, as: api.operatorKey }),
    missing: 'store_unknown',
  },
  'POST /v1/stores/{id}/contacts': {
    good: ({ storeId, api }) => ({
      path: `/v1/stores/${storeId}/contacts`,
      as: api.operatorKey,
      body: { name: '赵老板' },
    }),
    wrong: {
      name: [...names(60), ...unseenNames],
      mobile: [null, '', 13_800_138_000, 'abc', '138 0013 8000', '@all', long(16), '1'.repeat(16), []],
    },
    missing: 'store_unknown',
  },
  'GET /v1/stores/{id}/channels': {
    good: ({ storeId, api }) => ({ path: `/v1/stores/${storeId}/channels`, as: api.operatorKey }),
    missing: 'store_unknown',
  },
  'POST /v1/stores/{id}/channels': {
    good: ({ storeId, api }) => ({
      path: `/v1/stores/${storeId}/channels`,
      as: api.operatorKey,
      body: { kind: 'webhook', name: '程序', settings: { url: 'https://example.com/hook', secret: SECRET } },
    }),
    wrong: {
      kind: [undefined, null, '', 7, 'fax', 'Webhook', '__proto__', []],
      name: [...names(60), ...unseenNames],
      settings,
    },
    missing: 'store_unknown',
  },
  'POST /v1/channels/{id}/test': {
    good: ({ targets, api }) => ({
      path: `/v1/channels/${targets.channel}/test`,
      as: api.operatorKey,
      body: { contactId: targets.contact },
    }),
    wrong: { contactId: [undefined, null, '', 7, [], long(65)] },
    missing: 'channel_unknown',
    illegal: () => [['to nobody', { body: { contactId: 'ct_nobody' } }, 'contact_unknown']],
  },
  'GET /v1/stores/{id}/effects': {
    good: ({ storeId, api }) => ({ path: `/v1/stores/${storeId}/effects`, as: api.operatorKey }),
    queries: cursorQueries,
    missing: 'store_unknown',
  },
  'PATCH /v1/contacts/{id}': {
    good: ({ targets, api }) => ({
      path: `/v1/contacts/${targets.contact}`,
      as: api.operatorKey,
      body: { name: '赵老板', quiet: { from: '22:00', to: '08:00' } },
    }),
    wrong: {
      name: [...names(60).slice(1), ...unseenNames],
      mobile: ['', 13_800_138_000, 'abc', '@all', []],
      email: ['', 'nobody', 'a@b@c.example', 'a@example.com\r\nBcc: b@example.com', long(260), 7, []],
      quiet: [
        ...['', 7, [], {}, { from: '22:00' }, { from: '24:00', to: '08:00' }, { from: '8:00', to: '9:00' }],
        ...[
          { from: '08:00', to: '08:00' },
          { from: '22:00', to: '08:00', zone: 'Mars/Base' },
        ],
        { from: '22:00', to: '08:00', more: 1 },
      ],
      leastLevel: [null, 0, 4, '1', 1.5, []],
      causes: ['', [], ['test'], ['limit', 'limit'], 7, {}],
    },
    missing: 'contact_unknown',
  },
  'GET /v1/stores/{id}/escalation': {
    good: ({ storeId, api }) => ({ path: `/v1/stores/${storeId}/escalation`, as: api.operatorKey }),
    missing: 'store_unknown',
  },
  'PATCH /v1/stores/{id}/escalation': {
    good: ({ storeId, api }) => ({
      path: `/v1/stores/${storeId}/escalation`,
      as: api.operatorKey,
      body: { escalation: [] },
    }),
    wrong: {
      escalation: [
        ...[null, 7, MARKER, {}, [null], [{}], [MARKER]],
        ...[
          { cause: 'bored' },
          { afterS: -1 },
          { afterS: 0.5 },
          { contacts: [] },
          { channel: '' },
          { most: 2 },
          { x: 1 },
        ].map((wrong) => [{ cause: 'unanswered', afterS: 180, contacts: ['ct_x'], channel: 'cn_x', ...wrong }]),
      ],
      morning: [
        ...[7, '', MARKER, [], {}],
        ...[{ at: '24:00' }, { at: '8:30' }, { at: 510 }, { contact: '' }, { channel: null }, { contacts: [] }].map(
          (wrong) => ({ at: '08:30', contact: 'ct_x', channel: 'cn_x', ...wrong }),
        ),
      ],
    },
    missing: 'store_unknown',
    illegal: ({ targets }) => {
      const step = { cause: 'unanswered', afterS: 180, contacts: [targets.contact], channel: targets.channel }
      return [
        ['a contact of nobody', { body: { escalation: [{ ...step, contacts: ['ct_nobody'] }] } }, 'contact_unknown'],
        ['a channel of nobody', { body: { escalation: [{ ...step, channel: 'cn_nobody' }] } }, 'channel_unknown'],
        [
          'a report to nobody',
          { body: { morning: { at: '08:30', contact: 'ct_nobody', channel: targets.channel } } },
          'contact_unknown',
        ],
      ]
    },
  },
  'DELETE /v1/contacts/{id}': {
    good: ({ targets, api }) => ({ path: `/v1/contacts/${targets.spareContact}`, as: api.operatorKey }),
    missing: 'contact_unknown',
  },
  'DELETE /v1/channels/{id}': {
    good: ({ targets, api }) => ({ path: `/v1/channels/${targets.spareChannel}`, as: api.operatorKey }),
    missing: 'channel_unknown',
  },
  'GET /v1/stores/{id}/reports/attention': {
    good: ({ storeId, api }) => ({
      path: `/v1/stores/${storeId}/reports/attention`,
      as: api.operatorKey,
    }),
    queries: {
      query_invalid: ['from=0', 'from=2&to=1', 'from=1&to=1', 'from=a&to=2', 'from=-1&to=2', 'from=0&to=2678400001'],
    },
    missing: 'store_unknown',
  },
  'GET /v1/stores/{id}/today': {
    good: ({ storeId, api }) => ({ path: `/v1/stores/${storeId}/today`, as: api.operatorKey }),
    missing: 'store_unknown',
  },
  'GET /v1/stores/{id}/timeline': {
    good: ({ storeId, api }) => ({ path: `/v1/stores/${storeId}/timeline`, as: api.operatorKey }),
    queries: { query_invalid: ['from=0', 'from=2&to=1', 'from=a&to=2', 'from=-1&to=2', 'from=0&to=86400001'] },
    missing: 'store_unknown',
  },
  'POST /v1/stores/{id}/rehearsals': {
    good: ({ storeId, api }) => ({
      path: `/v1/stores/${storeId}/rehearsals`,
      as: api.operatorKey,
      body: { tell: null },
    }),
    wrong: {
      tell: [
        undefined,
        7,
        MARKER,
        [],
        {},
        ...[undefined, null, '', 7, [], long(65)].map((id) => ({ contactId: id, channelId: id })),
      ],
    },
    missing: 'store_unknown',
    illegal: ({ targets }) => [
      ['to nobody', { body: { tell: { contactId: 'ct_nobody', channelId: targets.channel } } }, 'contact_unknown'],
      ['by nothing', { body: { tell: { contactId: targets.contact, channelId: 'cn_nobody' } } }, 'channel_unknown'],
    ],
  },
  'GET /v1/stores/{id}/rehearsals/latest': {
    good: ({ storeId, api }) => ({ path: `/v1/stores/${storeId}/rehearsals/latest`, as: api.operatorKey }),
    missing: 'store_unknown',
  },
}
