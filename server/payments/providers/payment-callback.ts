/** A callback as it came in: nothing of it is believed yet. */
export interface PaymentCallback {
  /** The bytes that were signed. */
  body: Buffer
  /** Reads a header by its name in lower case. */
  header(name: string): string | undefined
  /** Milliseconds since 1970, by the server's clock. */
  receivedAt: number
}

export type CallbackErrorCode =
  | 'malformed'
  | 'signature_missing'
  | 'signature_invalid'
  /** Deliberately wrong, sent by the provider to see whether we look. */
  | 'signature_probe'
  | 'timestamp_skew'
  | 'key_unknown'
  | 'decrypt_failed'
  /** Genuine, but for another merchant, app or mode. */
  | 'not_ours'
  /** In an encoding of characters that is not read here. */
  | 'charset_unsupported'
  /** Genuine, but of a service provider for its sub-merchants. */
  | 'service_provider_payment'
  /** Genuine, but one payment for several orders. */
  | 'combined_payment'

/** The reason why a callback is not believed. `detail` is for the log and never quotes the callback. */
export class CallbackError extends Error {
  override name = 'CallbackError'
  readonly code: CallbackErrorCode
  readonly detail: string
  /** With `timestamp_skew`: by how much this server's clock is ahead of the time that was signed, milliseconds. */
  readonly aheadMs: number | undefined
  constructor(code: CallbackErrorCode, detail = '', aheadMs?: number) {
    super(detail === '' ? code : `${code}: ${detail}`)
    this.code = code
    this.detail = detail
    this.aheadMs = aheadMs
  }
}
