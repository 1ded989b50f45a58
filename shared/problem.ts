import * as z from 'zod'

/**
 * The catalogue of errors: code → HTTP status and title. A reply is `application/problem+json` (RFC 9457) whose `type`
 * is `/problems/{code}` and whose `code` is the key here.
 */
export const PROBLEMS = {
  body_not_json: { status: 400, title: 'The request body is not valid JSON.' },
  body_not_utf8: { status: 400, title: 'The request body is not UTF-8.' },
  body_invalid: { status: 400, title: 'The request body does not match the schema.' },
  webhook_url_refused: { status: 400, title: 'This server sends no webhooks to such an address.' },
  query_invalid: { status: 400, title: 'The query does not match the schema.' },
  header_invalid: { status: 400, title: 'A request header does not match what is expected.' },
  cursor_invalid: { status: 400, title: 'The page cursor is not one that this server gave out.' },
  unauthenticated: { status: 401, title: 'A valid key or device token is required.' },
  signature_missing: { status: 401, title: 'The callback carries no signature.' },
  signature_invalid: { status: 401, title: 'The callback’s signature does not match.' },
  timestamp_skew: { status: 401, title: 'The callback’s timestamp is too far from now.' },
  forbidden: { status: 403, title: 'This key may not do that.' },
  managed_by_operator: { status: 403, title: 'The operator lets no device of this store change that.' },
  pairing_code_invalid: { status: 403, title: 'The pairing code is wrong, used, or expired.' },
  refund_mark_not_allowed: { status: 403, title: 'The store does not let its devices note that money went back.' },
  route_unknown: { status: 404, title: 'There is nothing at this address.' },
  store_unknown: { status: 404, title: 'There is no such store.' },
  order_unknown: { status: 404, title: 'There is no such order.' },
  reminder_unknown: { status: 404, title: 'There is no such reminder.' },
  device_unknown: { status: 404, title: 'There is no such device.' },
  contact_unknown: { status: 404, title: 'There is no such contact.' },
  channel_unknown: { status: 404, title: 'There is no such channel.' },
  webhook_endpoint_unknown: { status: 404, title: 'There is no such webhook endpoint.' },
  event_unknown: { status: 404, title: 'There is no such event, or it is not kept any more.' },
  link_dead: { status: 404, title: 'The link leads to nothing any more.' },
  payment_unknown: { status: 404, title: 'There is no such payment.' },
  speech_off: { status: 404, title: 'This server renders no speech: SPEECH is off.' },
  speech_unavailable: { status: 404, title: 'This server has no engine that speaks the language.' },
  provider_unknown: { status: 404, title: 'This payment provider is not set up here.' },
  method_not_allowed: { status: 405, title: 'This address does not take that method.' },
  order_number_taken: { status: 409, title: 'Another order already has this number.' },
  order_move_illegal: { status: 409, title: 'The order does not allow this move now.' },
  order_not_payable: { status: 409, title: 'The order is not waiting for a payment.' },
  order_not_under_way: { status: 409, title: 'The order is not under way: nothing of it is to be made.' },
  order_not_urgeable: { status: 409, title: 'Only an order that waits for the shop can be urged.' },
  reminder_needs_answer: { status: 409, title: 'A new order is answered by accepting or rejecting it.' },
  reminder_closed: { status: 409, title: 'The reminder is already closed.' },
  rehearsal_under_way: { status: 409, title: 'A rehearsal of this store is under way.' },
  target_in_use: { status: 409, title: 'The store’s policy names it; change the policy first.' },
  webhook_secrets_full: { status: 409, title: 'Too many secrets of this endpoint are still good.' },
  payment_decided: { status: 409, title: 'The payment does not wait for a decision any more.' },
  payment_not_applicable: { status: 409, title: 'The payment cannot pay that order.' },
  refund_too_large: { status: 409, title: 'More than is left of the payment cannot have gone back.' },
  refund_by_hand: { status: 409, title: 'Money of this provider cannot be sent back from here; return it by hand.' },
  refund_amount_changed: { status: 409, title: 'Another amount is owed by now.' },
  payment_conflict: { status: 409, title: 'This transaction was reported before with other facts.' },
  idempotency_key_reused: { status: 409, title: 'The idempotency key was used with another request.' },
  events_gone: { status: 410, title: 'Events behind this cursor are not kept any more.' },
  body_too_large: { status: 413, title: 'The request body is too large.' },
  media_type_unsupported: { status: 415, title: 'The request body has a type or encoding that is not accepted.' },
  host_unknown: { status: 421, title: 'This server does not go by that name.' },
  pairing_busy: { status: 429, title: 'Too many devices are being paired at this moment; try again.' },
  rate_limited: { status: 429, title: 'Too many requests.' },
  speech_busy: { status: 429, title: 'The speech engine has too much to do at this moment; try again.' },
  urged_too_soon: { status: 429, title: 'An order can be urged once a minute.' },
  provider_refused: { status: 502, title: 'The payment provider refused to start the payment.' },
  internal: { status: 500, title: 'Something went wrong on our side.' },
  provider_unavailable: { status: 503, title: 'The payment provider does not answer; try again.' },
  speech_failed: { status: 503, title: 'The speech engine failed; try again.' },
  still_working: { status: 503, title: 'This takes longer than an answer may wait; it goes on. Ask again.' },
  storage_unavailable: { status: 503, title: 'The database refuses writes; nothing was changed.' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof PROBLEMS

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  /** The fault of this request in detail; never contains secrets or personal data. */
  detail: z.string().optional(),
  /** With `body_invalid` and `query_invalid`: every fault, by path. */
  faults: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** With 429 and 503: when to try again. Also in `Retry-After`. */
  retryMs: z.int().optional(),
  /** With `events_gone`: the cursor to begin anew with. */
  next: z.string().optional(),
  requestId: z.string().optional(),
})
export type Problem = z.infer<typeof problemSchema>
