import express, { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express'
import type { Provider } from '../../shared/api/payments.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import { createPaymentRecorder } from '../commands/record-payment.ts'
import { recordRefund } from '../commands/record-refund.ts'
import { AppError, appError } from '../lib/app-error.ts'
import { scrub } from '../lib/logger.ts'
import { ALL_PROVIDERS } from '../payments/all-providers.ts'
import type { CallbackReply } from '../payments/providers/callback-reply.ts'
import { CallbackError, type CallbackErrorCode } from '../payments/providers/payment-callback.ts'
import type { CallbackVerifier, PaymentContext } from '../payments/providers/port.ts'
import type { Metrics } from './metrics.ts'
import { methodNotAllowed } from './routing/method-not-allowed.ts'

/** Largest body of a callback. */
export const MAX_CALLBACK_BYTES = 256 * 1024

/**
 * Milliseconds that a callback may take: WeChat Pay gives up on an answer after five seconds. A callback that is put
 * off may be recorded a moment later.
 */
const ANSWER_WITHIN_MS = 4_500
const RETRY_MS = 5_000

/**
 * Makes the handlers of `POST /notify/{provider}` for every provider that is set up. The raw bytes are signed, so they
 * are mounted before every body parser. They are not rate-limited: a payment must never be turned away for being one of
 * many.
 */
export function callbackHandlers(ctx: PaymentContext, metrics: Pick<Metrics, 'callbackRefused'>): Router {
  const router = Router()
  for (const { name, aliases } of ALL_PROVIDERS) {
    if (!ctx.verifiers.has(name)) continue
    const handler = takeCallback(ctx, name, metrics)
    for (const path of [`/notify/${name}`, ...aliases]) {
      router.post(path, handler)
      router.all(path, methodNotAllowed(['post']))
    }
  }
  router.post('/notify/:provider', () => {
    throw appError('provider_unknown')
  })
  return router
}

/**
 * Makes the handler of one provider: verify, then one transaction, then the answer, so that it is on disk first (I1).
 */
function takeCallback(
  ctx: PaymentContext,
  provider: Provider,
  metrics: Pick<Metrics, 'callbackRefused'>,
): RequestHandler {
  const record = createPaymentRecorder(ctx)

  async function take(verifier: CallbackVerifier, request: Request, response: Response): Promise<void> {
    const body = await readBody(request, response)
    if (body.length === 0) throw new CallbackError('malformed', 'the body is empty')
    const receivedAt = ctx.clock.now()
    response.locals['receivedAt'] = receivedAt
    const callback = { body, header: (name: string) => request.get(name), receivedAt }
    const event = verifier.verify(callback)
    const trustedAt = verifier.signedAt?.(callback)
    const signedAt = trustedAt ?? verifier.ownSignedAt?.(callback)
    if (signedAt !== undefined) {
      const trusted = trustedAt !== undefined
      ctx.clockWatch.compare({ signer: provider, signedAt, aheadMs: receivedAt - signedAt, trusted })
    }
    if (event.kind === 'paid') {
      const { kind: _kind, eventId: _eventId, ...paid } = event
      await inTime(ctx, record({ provider, ...paid }))
    } else if (event.kind === 'refund') {
      await inTime(
        ctx,
        ctx.db.write((tx) => recordRefund(tx, ctx, provider, event)),
      )
    } else {
      ctx.logger.debug({ provider, why: event.why }, 'a callback needs nothing')
    }
  }

  return async (request, response, next) => {
    // With the keys of this moment, from the check to the words of the answer.
    const verifier = ctx.verifiers.get(provider)
    if (verifier === undefined) return next(appError('provider_unknown'))
    try {
      await take(verifier, request, response)
    } catch (error) {
      metrics.callbackRefused(
        provider,
        error instanceof CallbackError || error instanceof AppError ? error.code : 'failed',
      )
      const { requestId, receivedAt } = response.locals
      logRefusal(ctx, { provider, requestId }, error, receivedAt)
      const reply = verifier.nack(error)
      return reply === undefined ? next(asProblem(error)) : send(response, reply)
    }
    send(response, verifier.ack())
  }
}

const readRaw = express.raw({ type: () => true, limit: MAX_CALLBACK_BYTES, inflate: false })

/**
 * Reads the body's raw bytes, of any content type. Rejects with `body_too_large`, `media_type_unsupported`, and a
 * {@link CallbackError} when the body breaks off.
 */
async function readBody(request: Request, response: Response): Promise<Buffer> {
  await new Promise<void>((resolve, reject) => {
    const done: NextFunction = (error?: unknown) => (error === undefined ? resolve() : reject(parserError(error)))
    readRaw(request, response, done)
  })
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
}

/** Turns a fault in the transfer of a body into a fault of its sender, which is no error in our log. */
function parserError(error: unknown): unknown {
  const { status = 500, type } = error as { status?: number; type?: string }
  if (type === 'entity.too.large') return appError('body_too_large')
  if (type === 'encoding.unsupported') return appError('media_type_unsupported')
  return status < 500 ? new CallbackError('malformed', 'the body broke off') : error
}

/**
 * Rejects with `still_working` when `work` takes longer than a provider waits; it goes on, for the provider's retry
 * (I4).
 */
async function inTime(ctx: PaymentContext, work: Promise<unknown>): Promise<void> {
  let cancel = () => {}
  const late = new Promise<never>((_resolve, reject) => {
    cancel = ctx.clock.after(ANSWER_WITHIN_MS, () => reject(appError('still_working', { retryMs: RETRY_MS })))
  })
  try {
    await Promise.race([work, late])
  } finally {
    cancel()
  }
}

function send(response: Response, { status, type, body }: CallbackReply): void {
  response.status(status)
  if (body === '') response.end()
  else response.type(type).send(body)
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
