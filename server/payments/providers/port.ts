import type { Provider } from '../../../shared/api/payments.ts'
import type { Context } from '../../context/context.ts'

/** A callback as it came in: nothing of it is believed yet. */
export interface RawNotice {
  /** The bytes that were signed. */
  body: Buffer
  header(name: string): string | undefined
  /** Milliseconds since 1970, by the server's clock. */
  receivedAt: number
}

/** What a verified callback says. `eventId` is for the log only: what makes a fact unique is the transaction. */
export type PaymentEvent =
  | {
      kind: 'paid'
      eventId: string
      transactionId: string
      orderNumber: string
      amountMinor: number
      currency: string
      paidAt: number
    }
  | { kind: 'refund'; eventId: string; refundNumber: string; state: RefundOutcome }
  | { kind: 'ignored'; eventId: string; why: string }

/** `abnormal`: the provider could not return the money by itself; somebody has to look at its console. */
export type RefundOutcome = 'succeeded' | 'pending' | 'closed' | 'abnormal'

export type NotifyErrorCode =
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

/** Why a callback is not believed. `detail` is for the log and never quotes the callback. */
export class NotifyError extends Error {
  override name = 'NotifyError'
  readonly code: NotifyErrorCode
  readonly detail: string
  constructor(code: NotifyErrorCode, detail = '') {
    super(detail === '' ? code : `${code}: ${detail}`)
    this.code = code
    this.detail = detail
  }
}

/** What the provider expects to read; anything else it takes as "send it again", or as "done" when it is not. */
export interface NotifyReply {
  status: number
  type: string
  body: string
}

/** One provider's callbacks. Pure: no database and no network; keys are loaded before. */
export interface NotifyAdapter {
  provider: Provider
  /** Throws {@link NotifyError}. */
  verify(notice: RawNotice): PaymentEvent
  /** The callback is on disk, or needs nothing. */
  ack(): NotifyReply
  /**
   * `error` is a {@link NotifyError}, or whatever failed on our side: then the provider shall send it again.
   * `undefined` when the provider prescribes no words: it is refused as every caller of this server is.
   */
  nack(error: unknown): NotifyReply | undefined
}

export interface RefundRequest {
  orderNumber: string
  transactionId: string
  /** Ours, made once for each refund and used for every attempt: the provider pays one number out once. */
  refundNumber: string
  amountMinor: number
  /** What was paid; some providers ask for it beside the refund. */
  totalMinor: number
  currency: string
  reason: string
}

/** `failed`: not now (`retryable`) or not ever; `code` is the provider's own word for why. */
export type RefundAnswer = { state: RefundOutcome } | { state: 'failed'; retryable: boolean; code: string }

/** A provider's word on a payment that was started and never called back. */
export type PaymentAnswer =
  | { state: 'paid'; transactionId: string; amountMinor: number; currency: string; paidAt: number }
  | { state: 'unpaid' | 'closed' | 'unknown' }

/** What the shop's page needs to let the customer pay, by provider; passed through to it unread. */
export type PaymentParams = Record<string, string | number | boolean | null>

export interface StartRequest {
  orderNumber: string
  amountMinor: number
  currency: string
  /** What the customer reads at the provider's. */
  description: string
  /** `native`: a code to scan; `jsapi`: inside WeChat, for `payer`; `form`: a page to post. The provider's default when absent. */
  method?: string
  payer?: string
}

/**
 * One provider's API, spoken to by workers and by the start of a payment; never inside a database transaction.
 * Every method rejects only when the provider could not be reached or did not answer in time: try again later.
 */
export interface ProviderClient {
  provider: Provider
  start(request: StartRequest): Promise<PaymentParams>
  queryPayment(orderNumber: string): Promise<PaymentAnswer>
  refund(request: RefundRequest): Promise<RefundAnswer>
  queryRefund(request: RefundRequest): Promise<RefundAnswer>
}

/** The context of commands and jobs that deal with providers. */
export interface PaymentContext extends Context {
  /** The payment providers that can be spoken to; money of the others goes back by hand. Never called in a transaction. */
  clients: ReadonlyMap<Provider, ProviderClient>
}
