import type { IncomingMessage } from 'node:http'
import type { Provider } from '../../shared/api/payments.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import { createPaymentRecorder } from '../commands/record-payment.ts'
import { recordRefund } from '../commands/record-refund.ts'
import { AppError, appError } from '../lib/app-error.ts'
import { scrub } from '../lib/logger.ts'
import type { CallbackReply } from '../payments/providers/callback-reply.ts'
import { CallbackError, type CallbackErrorCode, type PaymentCallback } from '../payments/providers/payment-callback.ts'
import type { CallbackVerifier, PaymentContext, PaymentEvent } from '../payments/providers/port.ts'
import type { Metrics } from './metrics.ts'
import { headerOf, isEncoded, readBody } from './read-body.ts'

/** Largest body of a callback. */
export const MAX_CALLBACK_BYTES = 256 * 1024

/**
 * Milliseconds that a callback may take: WeChat Pay gives up on an answer after five seconds. A callback that is put
 * off may be recorded a moment later.
 */
const ANSWER_WITHIN_MS = 4_500
const RETRY_MS = 5_000

/**
 * Takes one callback, whose body is still unread. Resolves to the answer that its provider prescribes. Rejects with a
 * problem of this server's own where it prescribes none; every refusal is logged and counted by then.
 */
export type TakeCallback = (request: IncomingMessage, requestId: string) => Promise<CallbackReply>

/**
 * Makes the function that takes one provider's callbacks: verify, then one transaction, then the answer, so that it is
 * on disk first (I1).
 */
export function createCallbackTaker(
  ctx: PaymentContext,
  provider: Provider,
  metrics: Pick<Metrics, 'callbackRefused'>,
): TakeCallback {
  const record = createPaymentRecorder(ctx)

  function store(event: PaymentEvent): Promise<unknown> | undefined {
    if (event.kind === 'paid') {
      const { kind: _kind, eventId: _eventId, ...paid } = event
      return record({ provider, ...paid })
    }
    if (event.kind === 'refund') return ctx.db.write((tx) => recordRefund(tx, ctx, provider, event))
    ctx.logger.debug({ provider, why: event.why }, 'a callback needs nothing')
    return undefined
  }

  return async (request, requestId) => {
    // With the keys of this moment, from the check to the words of the answer.
    const verifier = ctx.verifiers.get(provider)
    if (verifier === undefined) throw appError('provider_unknown')
    // Known when the body is here.
    let receivedAt = Number.NaN
    try {
      const body = await readSignedBody(request)
      receivedAt = ctx.clock.now()
      const header = (name: string) => headerOf(request, name)
      const stored = store(verify(ctx, verifier, { body, header, receivedAt }))
      if (stored !== undefined) await inTime(ctx, stored)
      return verifier.ack()
    } catch (error) {
      const code = error instanceof CallbackError || error instanceof AppError ? error.code : 'failed'
      metrics.callbackRefused(provider, code)
      logRefusal(ctx, { provider, requestId }, error, receivedAt)
      const reply = verifier.nack(error)
      if (reply === undefined) throw asProblem(error)
      return reply
    }
  }
}

/** Verifies a callback, and lets the time that it was signed at speak for or against our clock. Throws `CallbackError`. */
function verify(ctx: PaymentContext, verifier: CallbackVerifier, callback: PaymentCallback): PaymentEvent {
  const event = verifier.verify(callback)
  const trustedAt = verifier.signedAt?.(callback)
  const signedAt = trustedAt ?? verifier.ownSignedAt?.(callback)
  if (signedAt !== undefined) {
    const trusted = trustedAt !== undefined
    const aheadMs = callback.receivedAt - signedAt
    ctx.clockWatch.compare({ signer: verifier.provider, signedAt, aheadMs, trusted })
  }
  return event
}

/**
 * Reads the bytes that were signed, whatever type of content they claim to be. Rejects with `media_type_unsupported`,
 * `body_too_large`, and a {@link CallbackError} when the body is empty or breaks off.
 */
async function readSignedBody(request: IncomingMessage): Promise<Buffer> {
  if (isEncoded(request)) throw appError('media_type_unsupported')
  const body = await readBody(request, MAX_CALLBACK_BYTES)
  if (body === undefined) throw new CallbackError('malformed', 'the body broke off')
  if (body.length === 0) throw new CallbackError('malformed', 'the body is empty')
  return body
}

/**
 * Settles as `work` does. Rejects with `still_working` when it takes longer than a provider waits; it goes on, for the
 * provider's retry (I4).
 */
function inTime<T>({ clock }: PaymentContext, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ANSWER_WITHIN_MS, () => reject(appError('still_working', { retryMs: RETRY_MS })))
    work.finally(cancel).then(resolve, reject)
  })
}

/** Codes of refusals that are a fault of ours or of a clock: a payment does not arrive until somebody mends it. */
const OUR_FAULT: readonly CallbackErrorCode[] = [
  'key_unknown',
  'timestamp_skew',
  'charset_unsupported',
  'service_provider_payment',
  'combined_payment',
]

/**
 * Logs the refusal, never the callback itself: it holds personal data. A probe is the provider's own test, no warning.
 * A right signature that is refused for its time speaks against our clock, unless it may be an old one, sent again.
 */
function logRefusal(
  { logger, clockWatch }: PaymentContext,
  about: { provider: Provider; requestId: string },
  error: unknown,
  receivedAt: number,
): void {
  if (error instanceof CallbackError) {
    const { code, aheadMs } = error
    const signed = { signer: about.provider, trusted: false }
    const replay =
      aheadMs !== undefined && clockWatch.compare({ ...signed, signedAt: receivedAt - aheadMs, aheadMs }) === 'replay'
    const level = code === 'signature_probe' ? 'info' : OUR_FAULT.includes(code) && !replay ? 'error' : 'warn'
    const detail = scrub(error.detail)
    logger[level]({ ...about, code, detail, aheadMs, ...(replay && { replay }) }, 'a callback is not believed')
  } else if (error instanceof AppError) {
    logger.warn({ ...about, code: error.code }, 'a callback is refused')
  } else {
    logger.error({ ...about, err: error }, 'a callback could not be recorded')
  }
}

const PROBLEM_OF: Record<CallbackErrorCode, ProblemCode> = {
  malformed: 'body_invalid',
  signature_missing: 'signature_missing',
  signature_invalid: 'signature_invalid',
  signature_probe: 'signature_invalid',
  timestamp_skew: 'timestamp_skew',
  key_unknown: 'signature_invalid',
  decrypt_failed: 'body_invalid',
  not_ours: 'body_invalid',
  charset_unsupported: 'body_invalid',
  service_provider_payment: 'body_invalid',
  combined_payment: 'body_invalid',
}

function asProblem(error: unknown): unknown {
  if (!(error instanceof CallbackError)) return error
  return appError(PROBLEM_OF[error.code], error.code === 'malformed' ? { detail: error.detail } : {})
}
