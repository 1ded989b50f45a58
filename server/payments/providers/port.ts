import type * as z from 'zod'
import type { Provider } from '../../../shared/api/payments.ts'
import type { Clock } from '../../../shared/clock.ts'
import type { Context } from '../../context/context.ts'
import type { CallbackReply } from './callback-reply.ts'
import type { PaymentCallback } from './payment-callback.ts'
import type { SettingReader } from './setting-reader.ts'

/** Money that a provider says has arrived, in a callback whose signature is verified or in a signed answer. */
export interface VerifiedPayment {
  provider: Provider
  /** The provider's own number of the transaction; unique together with `provider`. */
  transactionId: string
  /** The name of its order: the reference that starting the payment gave, or the order's number. */
  orderNumber: string
  /** The store of an order that is named by its number, where the provider tells it. */
  storeId?: string | undefined
  amountMinor: number
  currency: string
  /** Milliseconds since 1970, by the provider's clock. */
  paidAt: number
}

/** `abnormal`: the provider could not return the money by itself; somebody has to look at its console. */
export type RefundOutcome = 'succeeded' | 'pending' | 'closed' | 'abnormal'

/**
 * A provider's word on money that went back of one payment, at whoever's wish. Without an amount, the provider does not
 * tell how much.
 */
export interface RefundReport {
  state: RefundOutcome
  /** The number of the refund at the provider: ours, or its own. */
  refundNumber?: string | undefined
  /** The amount of this refund alone, minor units. */
  amountMinor?: number | undefined
  /** All that has gone back of the payment so far, minor units. */
  returnedMinor?: number | undefined
}

/** A report with the payment that it is about. */
export interface RefundOfTransaction extends RefundReport {
  /** Absent where the provider names the refund alone, which then must be ours. */
  transactionId?: string | undefined
  /** The facts of the payment, where the provider tells them; a payment that we never heard of is recorded from them. */
  payment?: Omit<VerifiedPayment, 'provider' | 'transactionId'> | undefined
}

/** The meaning of a verified callback. `eventId` is for the log only: the transaction makes a payment unique. */
export type PaymentEvent =
  | ({ kind: 'paid'; eventId: string } & Omit<VerifiedPayment, 'provider'>)
  | ({ kind: 'refund'; eventId: string } & RefundOfTransaction)
  | { kind: 'ignored'; eventId: string; why: string }

/**
 * Verifies one provider's callbacks and words the answers. Pure: no database and no network; keys are loaded before.
 */
export interface CallbackVerifier {
  provider: Provider
  /** Throws `CallbackError`. */
  verify(callback: PaymentCallback): PaymentEvent
  /**
   * The time that the provider has signed a verified callback with, milliseconds. Only of providers that keep their
   * clocks themselves: their time tells whether ours is right.
   */
  signedAt?(callback: PaymentCallback): number | undefined
  /** The same of a sender whose clock is the shop's own: it tells an old callback from a new one, and no more. */
  ownSignedAt?(callback: PaymentCallback): number
  /** The callback is on disk, or needs nothing. */
  ack(): CallbackReply
  /**
   * `error` is a `CallbackError`, or a failure of our own: then the provider shall send the callback again. `undefined`
   * when the provider prescribes no words: it is refused as every caller of this server is.
   */
  nack(error: unknown): CallbackReply | undefined
}

export interface RefundRequest {
  orderNumber: string
  transactionId: string
  /** Ours, made once for each refund and used for every attempt: the provider pays one number out once. */
  refundNumber: string
  amountMinor: number
  /** The amount of the payment; some providers ask for it beside the refund's. */
  totalMinor: number
  currency: string
  reason: string
}

/** `failed`: not now (`retryable`) or not ever; `code` is the provider's own word for why. */
export type RefundAnswer = { state: RefundOutcome } | { state: 'failed'; retryable: boolean; code: string }

/** A provider's word on a payment that was started and never called back. */
export type PaymentAnswer =
  | ({
      state: 'paid'
      /** The money that has gone back meanwhile. */
      refunds?: readonly RefundReport[]
    } & Omit<VerifiedPayment, 'provider' | 'orderNumber'>)
  | { state: 'unpaid' | 'closed' | 'unknown' }

/** Parameters with which the shop's page lets the customer pay, by provider; passed through to the page unread. */
export type PaymentParams = Record<string, string | number | boolean | null>

export interface StartRequest {
  orderNumber: string
  amountMinor: number
  currency: string
  /** The text that the customer reads at the provider's. */
  description: string
  /** One of the module's `methods`; its first one when absent. */
  method?: string
  /** The customer's id at the provider, where a method needs it. */
  payer?: string
}

/**
 * One provider's API, spoken to by workers and by the start of a payment; never inside a database transaction.
 * Every method rejects only when the provider could not be reached or did not answer in time: try again later.
 * `start` also rejects with `UnsuitablePayment` and `ProviderRefusal`.
 */
export interface ProviderClient {
  provider: Provider
  start(request: StartRequest): Promise<PaymentParams>
  queryPayment(orderNumber: string): Promise<PaymentAnswer>
  refund(request: RefundRequest): Promise<RefundAnswer>
  queryRefund(request: RefundRequest): Promise<RefundAnswer>
}

/** The context of commands and jobs that deal with providers. Both maps change in place when keys are reloaded. */
export interface PaymentContext extends Context {
  /** The providers whose callbacks are taken. */
  verifiers: ReadonlyMap<Provider, CallbackVerifier>
  /**
   * The payment providers that can be spoken to; money of the others goes back by hand. Never called in a transaction.
   */
  clients: ReadonlyMap<Provider, ProviderClient>
}

/** One provider, opened with the keys of this moment. */
export interface ProviderHandle {
  verifier: CallbackVerifier
  /** Absent when the provider cannot be spoken to: the shop starts its payments, and refunds are made by hand. */
  client?: ProviderClient
  /** The secret that this server shares with the shop's own system; shown with the first keys. */
  sharedSecret?: string
}

export interface ProviderDeps {
  clock: Clock
  /** The address of this provider's callbacks, as the provider reaches it. */
  callbackUrl(): string
  /** The secret of this installation under that name, made at the first call and kept in a file beside the database. */
  ownSecret(name: string): Promise<string>
}

/** The settings of a provider, checked. */
export interface ProviderSettings {
  /** The address of the provider's API. A plain `http:` one is an imitation on this machine. */
  apiUrl?: string
}

/** The words of the OpenAPI document about a provider's callbacks. */
export interface CallbackDoc {
  summary: string
  /** The meaning of each header that the signature rests on. */
  headers: Readonly<Record<string, string>>
  /** The security scheme: its name in the document, and the header that carries the signature. */
  signature: { scheme: string; header: string; description: string }
  body: z.ZodType
  /** The status of the acknowledgement. */
  acknowledged: number
}

/**
 * A payment provider: its folder exports one such module, and one line of all-providers.ts lists it. Configuration,
 * callback addresses, OpenAPI and the names in the REST API derive from the modules.
 */
export interface ProviderModule<Settings extends ProviderSettings = ProviderSettings> {
  /** The name in the REST API and in `/notify/{name}`. Payments are stored under it, so that it never changes. */
  name: Provider
  /** Callback addresses that are taken beside `/notify/{name}`. */
  aliases: readonly string[]
  /** The ways to pay, the default one first; empty where the shop itself starts the payment. */
  methods: readonly string[]
  /** Configuration variables by name. A provider is on as soon as one of those without a default is set. */
  variables: z.ZodRawShape
  /** On even when none of its variables is set. */
  alwaysOn: boolean
  /** Absent for a provider whose own documentation prescribes the callback. */
  callbackDoc?: CallbackDoc
  /** Checks the settings. `undefined` when one is missing or wrong; the reader then has the fault. */
  readSettings(reader: SettingReader): Settings | undefined
  /** Loads the provider's library, which costs more than the rest of the start, and opens it with these settings. */
  open(settings: Settings, deps: ProviderDeps): Promise<ProviderHandle>
}
