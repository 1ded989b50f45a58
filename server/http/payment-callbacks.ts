import express, { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express'
import type { Provider } from '../../shared/api/payments.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import { createPaymentRecorder } from '../commands/record-payment.ts'
import { AppError, appError } from '../lib/app-error.ts'
import { scrub } from '../lib/logger.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { type NotifyAdapter, NotifyError, type NotifyErrorCode, type NotifyReply } from '../payments/providers/port.ts'
import { settleRefund } from '../payments/refunds/settle-refund.ts'
import { methodNotAllowed } from './routing/method-not-allowed.ts'

export const MAX_NOTICE_BYTES = 256 * 1024

/** WeChat Pay gives up on an answer after five seconds. What we say "not yet" to may be recorded a moment later. */
const ANSWER_WITHIN_MS = 4_500
const RETRY_MS = 5_000

/** Addresses that are kept beside `/notify/{provider}`: the origin's, which shops have told WeChat Pay. */
const ALIASES: Partial<Record<Provider, string>> = { wechatpay: '/notify/paySuccess' }

/**
 * `POST /notify/{provider}` for every provider that is set up. The raw bytes are what was signed, so this stands in
 * front of every body parser. It is not rate-limited: a provider's callback must never be turned away for being one of
 * many.
 */
export function notifyHandlers(ctx: PaymentContext, adapters: ReadonlyMap<Provider, NotifyAdapter>): Router {
  const router = Router()
  for (const [provider, adapter] of adapters) {
    const alias = ALIASES[provider]
    const handler = takeNotice(ctx, adapter)
    for (const path of [`/notify/${provider}`, ...(alias === undefined ? [] : [alias])]) {
      router.post(path, handler)
      router.all(path, methodNotAllowed(['post']))
    }
  }
  router.post('/notify/:provider', () => {
    throw appError('provider_unknown')
  })
  return router
}

/** Verify, then one transaction, then the answer: nothing is acknowledged that is not on disk (I1). */
function takeNotice(ctx: PaymentContext, adapter: NotifyAdapter): RequestHandler {
  const record = createPaymentRecorder(ctx)

  async function take(request: Request, response: Response): Promise<void> {
    const body = await readBody(request, response)
    if (body.length === 0) throw new NotifyError('malformed', 'the body is empty')
    const notice = { body, header: (name: string) => request.get(name), receivedAt: ctx.clock.now() }
    const event = adapter.verify(notice)
    const { provider } = adapter
    if (event.kind === 'paid') {
      const { kind: _kind, eventId: _eventId, ...paid } = event
      await inTime(ctx, record({ provider, ...paid }))
    } else if (event.kind === 'refund') {
      const { refundNumber, state } = event
      await inTime(
        ctx,
        ctx.db.write((tx) => settleRefund(tx, ctx, { provider, refundNumber, state })),
      )
    } else {
      ctx.logger.debug({ provider, why: event.why }, 'a callback needs nothing')
    }
  }

  return async (request, response, next) => {
    try {
      await take(request, response)
    } catch (error) {
      logRefusal(ctx, adapter.provider, error)
      const reply = adapter.nack(error)
      return reply === undefined ? next(asProblem(error)) : send(response, reply)
    }
    send(response, adapter.ack())
  }
}

const readRaw = express.raw({ type: () => true, limit: MAX_NOTICE_BYTES, inflate: false })

/** The bytes as they came, of whatever type they say they are. Throws `body_too_large`, `media_type_unsupported`. */
async function readBody(request: Request, response: Response): Promise<Buffer> {
  await new Promise<void>((resolve, reject) => {
    const done: NextFunction = (error?: unknown) => (error === undefined ? resolve() : reject(parserError(error)))
    readRaw(request, response, done)
  })
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
}

/** What is wrong with the way a body came is its sender's fault: no stranger may write an error into our log. */
function parserError(error: unknown): unknown {
  const { status = 500, type } = error as { status?: number; type?: string }
  if (type === 'entity.too.large') return appError('body_too_large')
  if (type === 'encoding.unsupported') return appError('media_type_unsupported')
  return status < 500 ? new NotifyError('malformed', 'the body broke off') : error
}

/** Rejects when `work` takes longer than a provider waits; it goes on, and the provider's retry finds it done (I4). */
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

function send(response: Response, { status, type, body }: NotifyReply): void {
  response.status(status)
  if (body === '') response.end()
  else response.type(type).send(body)
}

/** Never the callback itself: it holds personal data. A probe is the provider's own test of us and wakes nobody. */
function logRefusal({ logger }: PaymentContext, provider: Provider, error: unknown): void {
  if (error instanceof NotifyError) {
    const level = error.code === 'signature_probe' ? 'info' : error.code === 'key_unknown' ? 'error' : 'warn'
    logger[level]({ provider, code: error.code, detail: scrub(error.detail) }, 'a callback is not believed')
  } else if (error instanceof AppError) {
    logger.warn({ provider, code: error.code }, 'a callback is refused')
  } else {
    logger.error({ provider, err: error }, 'a callback could not be recorded')
  }
}

const PROBLEM_OF: Record<NotifyErrorCode, ProblemCode> = {
  malformed: 'body_invalid',
  signature_missing: 'signature_missing',
  signature_invalid: 'signature_invalid',
  signature_probe: 'signature_invalid',
  timestamp_skew: 'timestamp_skew',
  key_unknown: 'signature_invalid',
  decrypt_failed: 'body_invalid',
  not_ours: 'body_invalid',
}

function asProblem(error: unknown): unknown {
  if (!(error instanceof NotifyError)) return error
  return appError(PROBLEM_OF[error.code], error.code === 'malformed' ? { detail: error.detail } : {})
}
