import { MARKER } from './expect-problem.ts'
import { cursorQueries, long, type RouteRow } from './route-row.ts'

const limits = ['limit=0', 'limit=-1', 'limit=501', 'limit=1.5', 'limit=abc', 'limit=1&limit=2']
const waits = ['wait=-1', 'wait=31', 'wait=0.5', 'wait=abc', 'wait=1&wait=2', 'wait=1e9']
/** Names that other lists have, or that were misspelt: left out silently, they would be the events of every store, from the first. */
const misspelt = ['storeId=st_1', 'since=0', 'Store=st_1', 'after[]=a.0.-', 'cursor=a.0.-']
const urls = [
  ...[null, '', 7, MARKER, [], {}, long(1_001), 'example.com', '//example.com/', 'javascript:alert(1)'],
  ...['http://example.com/', 'ftp://example.com/', 'https://user:word@example.com/', 'https://127.0.0.1/'],
  ...['https://[::1]/', 'https://169.254.169.254/', 'https://0x7f000001/', 'https://example.com:22/'],
  // A reader of URLs takes these for https://example.com/hook, and a human who reads a list does not.
  ...['https:example.com/hook', 'https:///example.com/hook', 'https://example.com/ho\nok', ' https://example.com/hook'],
  ...['https:\\\\example.com\\hook', 'https://example.com/hook\t', 'https://169.254.169.254./'],
]
const types = [[], ['order.lost'], ['order.accepted', 'order.accepted'], 'order.accepted', 7, {}, [null]]

/** A URL that is text and leads nowhere that is allowed is refused as such; what is no text, as a body. */
const wrongUrls = urls.filter((url) => typeof url !== 'string' || url === '' || url.length > 1_000)
const refusedUrls = urls.filter((url) => typeof url === 'string' && url !== '' && url.length <= 1_000)

const refused = refusedUrls.map((url): [string, { body: Record<string, unknown> }, 'webhook_url_refused'] => [
  `to ${String(url)}`,
  { body: { url } },
  'webhook_url_refused',
])

const path = (id: string, more = '') => `/v1/webhook-endpoints/${id}${more}`

/** The routes of events and of the webhooks that carry them. */
export const EVENT_ROWS: Record<string, RouteRow> = {
  'GET /v1/events': {
    good: ({ api }) => ({ path: '/v1/events', as: api.orderingKey }),
    queries: {
      query_invalid: [
        ...limits,
        ...waits,
        `store=${long(65)}`,
        'store=',
        `after=${long(301)}`,
        'after=a&after=b',
        ...misspelt,
      ],
      cursor_invalid: ['after=', 'after=x', 'after=%00', `after=${MARKER}`, 'after=a.1', 'after=s.st_1.ep_1.1.evt_1'],
      store_unknown: ['store=st_nobody'],
    },
    strictQuery: true,
    storeless: true,
  },
  'POST /v1/webhook-endpoints': {
    good: ({ api }) => ({
      path: '/v1/webhook-endpoints',
      as: api.operatorKey,
      body: { url: 'https://hooks.example.com/laidan', types: ['order.accepted'] },
    }),
    wrong: { url: [undefined, ...wrongUrls], types: [null, ...types], storeId: [null, '', 7, [], long(65)] },
    illegal: () => [
      ...refused,
      ['for nobody', { body: { url: 'https://hooks.example.com/', storeId: 'st_nobody' } }, 'store_unknown'],
    ],
    storeless: true,
  },
  'GET /v1/webhook-endpoints': {
    good: ({ api }) => ({ path: '/v1/webhook-endpoints', as: api.operatorKey }),
    storeless: true,
  },
  'GET /v1/webhook-endpoints/{id}': {
    good: ({ endpoint, api }) => ({ path: path(endpoint), as: api.operatorKey }),
    missing: 'webhook_endpoint_unknown',
  },
  'PATCH /v1/webhook-endpoints/{id}': {
    good: ({ endpoint, api }) => ({ path: path(endpoint), as: api.operatorKey, body: { state: 'off' } }),
    wrong: { url: wrongUrls, types, state: [null, '', 'failed', 7, []] },
    illegal: () => refused,
    missing: 'webhook_endpoint_unknown',
  },
  'DELETE /v1/webhook-endpoints/{id}': {
    good: ({ spareEndpoint, api }) => ({ path: path(spareEndpoint), as: api.operatorKey }),
    missing: 'webhook_endpoint_unknown',
  },
  'POST /v1/webhook-endpoints/{id}/secrets': {
    good: ({ endpoint, api }) => ({ path: path(endpoint, '/secrets'), as: api.operatorKey, body: { overlapHours: 1 } }),
    mayBeEmpty: true,
    wrong: { overlapHours: [null, -1, 169, 1.5, '24', []] },
    missing: 'webhook_endpoint_unknown',
  },
  'POST /v1/webhook-endpoints/{id}/test': {
    good: ({ endpoint, api }) => ({ path: path(endpoint, '/test'), as: api.operatorKey }),
    missing: 'webhook_endpoint_unknown',
  },
  'POST /v1/webhook-endpoints/{id}/redeliver': {
    good: ({ endpoint, api }) => ({ path: path(endpoint, '/redeliver'), as: api.operatorKey, body: { since: 0 } }),
    wrong: { since: [undefined, null, -1, 1.5, '0', []], eventId: [null, '', 7, long(65)] },
    illegal: () => [['of nothing', { body: { eventId: 'evt_nobody' } }, 'event_unknown']],
    missing: 'webhook_endpoint_unknown',
  },
  'GET /v1/webhook-endpoints/{id}/deliveries': {
    good: ({ endpoint, api }) => ({ path: path(endpoint, '/deliveries'), as: api.operatorKey }),
    queries: { ...cursorQueries, query_invalid: [...cursorQueries.query_invalid, 'state=', 'state=lost'] },
    missing: 'webhook_endpoint_unknown',
  },
}
