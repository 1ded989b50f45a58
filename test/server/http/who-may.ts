/**
 * The roles that may call a route, a letter each: `o`perator, `r`eader (a key of the role read_only), ordering system `a`,
 * `c`onnector, `d`evice; `*`: anybody. Written down apart from the routes, so that nobody is let in by a slip of the pen: a
 * route without an entry fails, and so does one that lets somebody else in.
 */
export const WHO_MAY: Record<string, string> = {
  'POST /v1/orders': 'oac',
  'GET /v1/orders': 'orad',
  'GET /v1/orders/{id}': 'oracd',
  'GET /v1/orders/{id}/attention': 'orad',
  'POST /v1/orders/{id}/confirm': 'd',
  'POST /v1/orders/{id}/reject': 'd',
  'POST /v1/orders/{id}/dispatch': 'd',
  'POST /v1/orders/{id}/complete': 'd',
  'POST /v1/orders/{id}/cancel': 'oacd',
  'POST /v1/orders/{id}/strikes': 'd',
  'POST /v1/orders/{id}/urge': 'oac',
  'GET /v1/orders/{id}/payments': 'ora',
  'POST /v1/orders/{id}/payments': 'oa',
  'GET /v1/payments': 'or',
  'GET /v1/payments/{id}': 'or',
  'POST /v1/payments/{id}/refund': 'o',
  'POST /v1/payments/{id}/refunded-by-hand': 'o',
  'POST /v1/payments/{id}/apply': 'o',
  'POST /v1/payments/{id}/returned-by-shop': 'd',
  'GET /v1/reminders': 'ord',
  'POST /v1/reminders/{id}/acknowledge': 'd',
  'POST /v1/stores': 'o',
  'GET /v1/stores': 'orac',
  'GET /v1/stores/{id}': 'oracd',
  'PATCH /v1/stores/{id}': 'od',
  'GET /v1/stores/{id}/statistics': 'orad',
  'GET /v1/stores/{id}/refunds': 'ord',
  'GET /v1/stores/{id}/reports/attention': 'ord',
  'GET /v1/stores/{id}/timeline': 'ord',
  'GET /v1/stores/{id}/escalation': 'ord',
  'PATCH /v1/stores/{id}/escalation': 'od',
  'GET /v1/stores/{id}/contacts': 'ord',
  'POST /v1/stores/{id}/contacts': 'od',
  'PATCH /v1/contacts/{id}': 'od',
  'DELETE /v1/contacts/{id}': 'od',
  'GET /v1/stores/{id}/channels': 'ord',
  'POST /v1/stores/{id}/channels': 'od',
  'DELETE /v1/channels/{id}': 'od',
  'POST /v1/channels/{id}/test': 'od',
  'GET /v1/stores/{id}/effects': 'ord',
  'POST /v1/stores/{id}/rehearsals': 'od',
  'GET /v1/stores/{id}/rehearsals/latest': 'ord',
  'POST /v1/stores/{id}/pairing-codes': 'od',
  'POST /v1/devices/pair': '*',
  'GET /v1/stores/{id}/devices': 'ord',
  'PATCH /v1/devices/{id}': 'od',
  'DELETE /v1/devices/{id}': 'od',
  'POST /v1/speech': 'd',
  'GET /v1/keys': 'or',
  'POST /v1/keys': 'o',
  'POST /v1/keys/{id}/rotate': 'o',
  'DELETE /v1/keys/{id}': 'o',
  'GET /v1/audit': 'or',
}

/**
 * Routes that change something, that the operator or a device may call, and that are no administrative acts: what a shop
 * and its customers do all day stands in the story of an order.
 */
export const NOT_AUDITED: readonly string[] = [
  'POST /v1/orders',
  ...['confirm', 'reject', 'dispatch', 'complete', 'cancel', 'strikes', 'urge'].map(
    (act) => `POST /v1/orders/{id}/${act}`,
  ),
  'POST /v1/orders/{id}/payments',
  'POST /v1/reminders/{id}/acknowledge',
  'POST /v1/speech',
]
