import { MARKER } from './expect-problem.ts'
import { cursorQueries, long, names, type RouteRow, unseenNames } from './route-row.ts'

const hours = [undefined, null, '24', -1, 1.5, 721, 1e300, true, [1], {}]

/** The routes of keys and of the audit. */
export const KEY_ROWS: Record<string, RouteRow> = {
  'GET /v1/keys': { good: ({ api }) => ({ path: '/v1/keys', as: api.operatorKey }) },
  'POST /v1/keys': {
    good: ({ api, storeId, clock }) => ({
      path: '/v1/keys',
      as: api.operatorKey,
      body: { role: 'ordering', name: '小程序', stores: [storeId], expiresAt: clock.now() + 60_000 },
    }),
    wrong: {
      role: [undefined, null, '', 'admin', 'Operator', 'device', '__proto__', 7, [], {}],
      name: [...names(60), ...unseenNames],
      stores: [
        ...[null, '', MARKER, 7, {}, [], [''], [7], [null], [long(65)], ['st_1', 'st_1']],
        Array.from({ length: 101 }, (_, index) => `st_${index}`),
      ],
      expiresAt: [null, '', '2027-01-01', 0, -1, 1, 1.5, 2 ** 53, true, [], {}],
      key: [MARKER],
    },
    illegal: ({ storeId, clock }) => [
      ['a store that is not there', { body: { role: 'ordering', name: 'x', stores: ['st_nobody'] } }, 'store_unknown'],
      ['an operator of one store', { body: { role: 'operator', name: 'x', stores: [storeId] } }, 'body_invalid'],
      ['a reader of one store', { body: { role: 'read_only', name: 'x', stores: [storeId] } }, 'body_invalid'],
      ['a connector of every store', { body: { role: 'connector', name: 'x' } }, 'body_invalid'],
      ['an end that is now', { body: { role: 'ordering', name: 'x', expiresAt: clock.now() } }, 'body_invalid'],
    ],
  },
  'POST /v1/keys/{id}/rotate': {
    good: ({ api, keys }) => ({
      path: `/v1/keys/${keys.spare.id}/rotate`,
      as: api.operatorKey,
      body: { overlapHours: 1 },
    }),
    wrong: { overlapHours: hours, overlap: [1] },
    missing: 'api_key_unknown',
    illegal: ({ keys }) => [['a key that was revoked', { path: `/v1/keys/${keys.ended.id}/rotate` }, 'key_ended']],
  },
  'GET /v1/audit': {
    good: ({ api }) => ({ path: '/v1/audit', as: api.operatorKey }),
    queries: {
      cursor_invalid: cursorQueries.cursor_invalid,
      query_invalid: [
        ...cursorQueries.query_invalid,
        ...['subject=', `subject=${long(65)}`, 'subject=a&subject=b'],
        ...['action=', 'action=store', `action=${MARKER}`, 'action=key.create&action=key.revoke'],
      ],
    },
  },
  'DELETE /v1/keys/{id}': {
    good: ({ api, keys }) => ({ path: `/v1/keys/${keys.spare.id}`, as: api.operatorKey }),
    missing: 'api_key_unknown',
  },
}
