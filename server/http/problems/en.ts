import type { WordsByCode } from './words-by-code.ts'

export const EN: WordsByCode = {
  body_not_json: [
    'The body of the request cannot be read as JSON, or it broke off on its way.',
    'Send one JSON value with `Content-Type: application/json`. Look for a comma too many, single quotes, or a body that was cut.',
  ],
  body_not_utf8: [
    'The body holds bytes that are no UTF-8, or half of a surrogate pair. Replaced silently, two texts would become one.',
    'Encode the body as UTF-8. A text that was cut in the middle of a character must be cut elsewhere.',
  ],
  body_invalid: [
    'The body is JSON, but not what this call takes.',
    'Read `faults` of the answer: each names a field by its path and says what is wrong with it. The fields are in the page of all calls.',
  ],
  webhook_url_refused: [
    'The server sends nothing to this address: it is not https, leads into a private network, or has a port that is not allowed.',
    'Give an address that the internet reaches. For a receiver beside this server the operator sets `WEBHOOKS_ALLOW_PRIVATE` or `WEBHOOKS_ALLOW_HTTP`.',
  ],
  query_invalid: [
    'A part of the address, in its path or behind the question mark, is not what this call takes.',
    'Read `faults` of the answer, and encode special characters with percent signs, as UTF-8.',
  ],
  header_invalid: [
    'A header of the request cannot be used; mostly it is `Idempotency-Key`.',
    'Send 1 to 255 visible ASCII characters, such as a UUID.',
  ],
  cursor_invalid: [
    'The cursor is none that this server gave out, or one of another list.',
    'Begin the list without a cursor, then give back `next` exactly as you got it.',
  ],
  unauthenticated: [
    'The request carries no key or token, or one that is unknown, has expired or was revoked.',
    'Send `Authorization: Bearer …` with a valid key. The operator lists keys with `GET /v1/keys`; a device that was shut out is paired anew.',
  ],
  signature_missing: [
    'A callback or a webhook of a shop came without the header of its signature.',
    'See that the sender signs, and that no proxy removes its headers. No key stands in for a signature.',
  ],
  signature_invalid: [
    'The signature does not belong to these bytes and this secret.',
    'Compare the secret at both ends, and see that nothing on the way changes the body: the raw bytes are signed.',
  ],
  timestamp_skew: [
    'The time in the callback is too far from the time of this server, as in a call that is played again.',
    'Set the clocks of both machines by NTP. Sign each attempt with the time of that attempt.',
  ],
  forbidden: [
    'The key is valid, but its role or its stores do not allow this call.',
    'Use a key of a role that may: each call names them in the page of all calls. A key that is bound to stores reaches no other.',
  ],
  managed_by_operator: [
    'The operator manages this: no device of the store may change it.',
    'Ask the operator to change it, or to set `devicesManage` of the store.',
  ],
  pairing_code_invalid: [
    'The pairing code is wrong, was used already, or is older than ten minutes.',
    'Make a new code (Settings → Devices, or `npm run pairing-code`), and type all twelve digits.',
  ],
  refund_mark_not_allowed: [
    'The store does not let its devices note that money went back by hand.',
    'The operator notes it, or sets `shopMayMarkRefunds` of the store.',
  ],
  route_unknown: ['There is no call at this address.', 'Compare method and path with the page of all calls.'],
  store_unknown: [
    'No store has this id, or the key or device does not belong to it.',
    'List the stores that your key may see with `GET /v1/stores`.',
  ],
  order_unknown: [
    'No order has this id, or it is of a store that you may not see.',
    'Use `id` of the answer to `POST /v1/orders`, not its number; search by number with `GET /v1/orders`.',
  ],
  reminder_unknown: [
    'No reminder has this id, or it is of another store.',
    'List those that are open with `GET /v1/reminders`.',
  ],
  device_unknown: [
    'No device has this id, or it is of another store.',
    'List them with `GET /v1/stores/{id}/devices`.',
  ],
  contact_unknown: ['No contact has this id, or it was removed.', 'List them with `GET /v1/stores/{id}/contacts`.'],
  channel_unknown: ['No channel has this id, or it was removed.', 'List them with `GET /v1/stores/{id}/channels`.'],
  connector_unknown: [
    'No connector has this id, or it was removed.',
    'List them with `GET /v1/stores/{id}/connectors`, and compare the address that the platform calls.',
  ],
  webhook_endpoint_unknown: [
    'No webhook endpoint has this id, or it was removed.',
    'List them with `GET /v1/webhook-endpoints`.',
  ],
  event_unknown: [
    'No event has this id, or it is so old that it was deleted.',
    'Read what is kept with `GET /v1/events`; for older facts read the order.',
  ],
  link_dead: [
    'The link of a message has expired, or nothing waits behind it any more.',
    'Open the latest message, or look at the order in the shop.',
  ],
  payment_unknown: [
    'No payment has this id, or it is of another store.',
    'List them with `GET /v1/payments` or `GET /v1/orders/{id}/payments`.',
  ],
  api_key_unknown: ['No key has this id.', 'List them with `GET /v1/keys`; `id` is not the key itself.'],
  speech_off: [
    'The operator has switched off that this server renders speech.',
    'Use the voice of the device, or set `SPEECH` on the server.',
  ],
  speech_unavailable: [
    'The server has no `espeak-ng`, or not its voice for the language.',
    'Install `espeak-ng` on the server, or use the voice of the device.',
  ],
  provider_unknown: [
    'No payment provider of this name is set up on this server.',
    'Compare the name in the address, and set the variables of the provider; the log of the start names those that are set up.',
  ],
  method_not_allowed: [
    'The address exists and does not take this method.',
    'Use one of those that the header `Allow` of the answer names.',
  ],
  store_archived: [
    'The operator has given this store up. What is paid all the same still rings.',
    'Offer it to customers no more, or have the operator take it back with `archived: false`.',
  ],
  store_paused: [
    'The shop takes no orders for a while; `until` says when it goes on.',
    'Tell the customer, and send the same request with the same idempotency key after `until`, or when `store.resumed` comes.',
  ],
  order_number_taken: [
    'Another order of this store has this number.',
    'After a lost answer, send the same request with the same idempotency key. For another order, choose another number.',
  ],
  order_move_illegal: [
    'The order is in a state from which this does not lead on; somebody else may have been faster.',
    'Read the order: `status` says how it is now, and `detail` what was not possible.',
  ],
  order_not_payable: [
    'The order does not wait for a payment: it is paid, cancelled, or needs none.',
    'Read the order before you start a payment. Money that came all the same is kept and shown to the operator.',
  ],
  order_not_under_way: [
    'Dishes are struck off while an order is being made, and this one is not paid yet, or is over.',
    'Read the order anew; nothing has to be sent again.',
  ],
  order_not_urgeable: [
    'Customers can urge while the shop has to accept or to cook, and this order is past that, or is not paid.',
    'Show the customer the state of the order in place of the button.',
  ],
  reminder_needs_answer: [
    'A new order is not closed by taking note of it: it wants yes or no.',
    'Accept it with `POST /v1/orders/{id}/confirm`, or reject it with `…/reject`.',
  ],
  reminder_closed: [
    'The reminder is closed: somebody else has answered, or the order was called off.',
    'Read it anew, and show what became of it. Nothing has to be sent again.',
  ],
  rehearsal_under_way: [
    'The store is rehearsing already.',
    'Wait for its end: `GET /v1/stores/{id}/rehearsals/latest` tells it.',
  ],
  target_in_use: [
    'The store’s policy names this contact or channel, and would lead to nobody.',
    'Take it out of the policy with `PATCH /v1/stores/{id}/escalation`, then remove it.',
  ],
  webhook_secrets_full: [
    'As many secrets of this endpoint are good at once as may be.',
    'Wait until an earlier one has ended, or make the next one with a shorter `overlapHours`.',
  ],
  payment_decided: [
    'The payment does not wait for a decision any more: somebody has made one, or the money is back.',
    'Read the payment: `state` says what became of it.',
  ],
  payment_not_applicable: [
    'The money cannot pay this order: its amount or currency differs, or the order takes no payment.',
    'Read `detail`. Apply it to another order, or send it back.',
  ],
  refund_too_large: [
    'More was named than is left of the payment.',
    'Read the payment, and name what is left at most; `detail` says how much that is.',
  ],
  refund_by_hand: [
    'The server cannot send back money of this provider, or the provider has refused it.',
    'Return it at the provider or in the shop, then note it with `POST /v1/payments/{id}/refunded-by-hand`.',
  ],
  refund_amount_changed: [
    'What is owed has changed since the page was drawn: another part has gone back.',
    'Read the refund anew, check how much the customer has got, and note the rest.',
  ],
  payment_conflict: [
    'The provider’s transaction was reported before with another amount, currency or order. The first report stands.',
    'Look the transaction up at the provider. If the second report is right, the operator decides by hand.',
  ],
  key_ended: [
    'The key was revoked, has expired, or was replaced already.',
    'Make a new one with `POST /v1/keys`; the list shows which key replaced it.',
  ],
  last_operator_key: [
    'Without this key nobody could operate the server for good.',
    'Make another operator’s key without an end, then revoke this one.',
  ],
  idempotency_key_reused: [
    'The `Idempotency-Key` was sent before with another request. Nothing was done.',
    'Use a new key for each act, and the same key only for the same request again.',
  ],
  events_gone: [
    'Events behind this cursor were deleted, or the database was restored from a backup.',
    'Read your orders anew, then go on with `next` of this answer.',
  ],
  body_too_large: [
    'The body is larger than this call takes.',
    'Send less at once: an order has 200 items at most, and texts have lengths that the page of all calls names.',
  ],
  media_type_unsupported: [
    'The body has a type, a character set or a compression that is not accepted.',
    'Send `Content-Type: application/json` in UTF-8, without `Content-Encoding`.',
  ],
  host_unknown: [
    'The request calls the server by a name that it was not told, as a hostile page would.',
    'Use an address that it has, or have the operator name it in `PUBLIC_URL` or `ALLOWED_HOSTS`.',
  ],
  connector_body_unfit: [
    'The platform’s message was verified, and no order can be made of it; `detail` says why.',
    'Mend the mapping, and try it with `POST /v1/connectors/{id}/dry-run`. Then have the platform send it again.',
  ],
  pairing_busy: [
    'More devices are being paired at this moment than the server checks at once.',
    'Try again after a moment; the code stays good.',
  ],
  rate_limited: [
    'More requests came from this caller or this address than are allowed in a minute.',
    'Wait as long as `Retry-After` says, and ask less often: `GET /v1/events` with `wait`, or webhooks, in place of polling.',
  ],
  speech_busy: [
    'More sentences are waiting for the speech engine than it can speak in time.',
    'Try again as `Retry-After` says, or use the voice of the device.',
  ],
  urged_too_soon: [
    'The order was urged less than a minute ago. The shop has heard it.',
    'Let the customer press again after `retryMs`; do not repeat it by program.',
  ],
  provider_refused: [
    'The payment provider has refused to start this payment; `detail` is its word for why.',
    'Look the word up at the provider, and correct the order or the account. The same request is refused again.',
  ],
  internal: [
    'The server has made a mistake. It is in its log, under the `requestId` of the answer.',
    'Try again once, with the same idempotency key. If it stays, give the operator the `requestId`.',
  ],
  provider_unavailable: [
    'The payment provider did not answer, or answered with a fault.',
    'Try again as `Retry-After` says, with the same idempotency key.',
  ],
  speech_failed: ['The speech engine has failed.', 'Try again; if it stays, see the log of the server.'],
  still_working: [
    'The callback is being recorded, and that takes longer than an answer may wait. It goes on.',
    'Send the callback again later, as providers do: it is recorded once.',
  ],
  storage_unavailable: [
    'The database takes no writes: a full disk, a lock, or a connection that is lost. Nothing was changed.',
    'Try again as `Retry-After` says, with the same idempotency key. The operator looks at `/readyz` and at the disk.',
  ],
}
