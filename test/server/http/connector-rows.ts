import { MARKER } from './expect-problem.ts'
import { long, names, type RouteRow, unseenNames } from './route-row.ts'

/** Secrets that a connector must not have. */
const secrets = ['', 'short', long(201), 'ein Geheimnis mit Leerzeichen', '密密密密密密密密密密密密密密密密', 7, []]

/** Settings that a connector of a shop platform must not have. */
const settings = [
  7,
  MARKER,
  [],
  { more: 1 },
  { fulfilment: 'by drone' },
  { orderFields: [''] },
  { orderFields: MARKER },
]

/** The routes of connectors. */
export const CONNECTOR_ROWS: Record<string, RouteRow> = {
  'GET /v1/stores/{id}/connectors': {
    good: ({ storeId, api }) => ({ path: `/v1/stores/${storeId}/connectors`, as: api.operatorKey }),
    missing: 'store_unknown',
  },
  'POST /v1/stores/{id}/connectors': {
    good: ({ storeId, api }) => ({
      path: `/v1/stores/${storeId}/connectors`,
      as: api.operatorKey,
      body: { kind: 'woocommerce', name: '网店' },
    }),
    wrong: {
      kind: [undefined, null, '', 7, 'fax', 'WooCommerce', '__proto__', []],
      name: [...names(60), ...unseenNames],
      secret: [null, ...secrets],
      settings: [null, ...settings],
    },
    missing: 'store_unknown',
  },
  'GET /v1/connectors/{id}': {
    good: ({ connectors, api }) => ({ path: `/v1/connectors/${connectors.kept}`, as: api.operatorKey }),
    missing: 'connector_unknown',
  },
  'PATCH /v1/connectors/{id}': {
    good: ({ connectors, api }) => ({
      path: `/v1/connectors/${connectors.kept}`,
      as: api.operatorKey,
      body: { name: '网店二号', settings: { fulfilment: 'pickup' } },
    }),
    wrong: {
      name: [...names(60).slice(1), ...unseenNames],
      settings: [null, ...settings],
      kind: ['shopify'],
      secret: ['another secret of the operator'],
    },
    missing: 'connector_unknown',
  },
  'POST /v1/connectors/{id}/secrets': {
    good: ({ connectors, api }) => ({
      path: `/v1/connectors/${connectors.kept}/secrets`,
      as: api.operatorKey,
      body: { overlapHours: 24 },
    }),
    mayBeEmpty: true,
    wrong: { secret: [null, ...secrets], overlapHours: [null, -1, 0.5, 169, '24', MARKER] },
    missing: 'connector_unknown',
  },
  'POST /v1/connectors/{id}/dry-run': {
    good: ({ connectors, api }) => ({
      path: `/v1/connectors/${connectors.kept}/dry-run`,
      as: api.operatorKey,
      body: { body: { id: 1 }, headers: { 'X-WC-Webhook-Topic': 'order.created' } },
    }),
    wrong: {
      body: [undefined],
      headers: [null, 7, MARKER, [], { 'a header': 'x' }, { x: 7 }, { x: long(501) }],
      settings: [null, ...settings],
    },
    missing: 'connector_unknown',
  },
  'DELETE /v1/connectors/{id}': {
    good: ({ connectors, api }) => ({ path: `/v1/connectors/${connectors.spare}`, as: api.operatorKey }),
    missing: 'connector_unknown',
  },
}
