import express, { type RequestHandler, Router } from 'express'
import * as z from 'zod'
import { reasonSchema } from '../../shared/api/orders.ts'
import { findLinked } from '../attention/linked-effect.ts'
import { LINK_PATH } from '../attention/links.ts'
import { answerFromOutside } from '../commands/answer-from-outside.ts'
import { AppError, appError } from '../lib/app-error.ts'
import { hashSecret } from '../lib/hash-secret.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { ANSWER_STYLE_HASH, answerHtml, deadHtml, type Outcome } from './answer-html.ts'
import { callReports } from './call-reports.ts'
import { createCallLimiter } from './routing/limits.ts'

/** Looks at links a minute, of one address: enough for a person, and nothing for one who guesses 128 bits. */
const LOOKS_PER_MINUTE = 60
const MAX_BODY_BYTES = 8_192

const token = z.string().regex(/^[-_A-Za-z0-9]{22}$/)
const reminderId = z.string().min(1).max(64)
const answerSchema = z.discriminatedUnion('move', [
  z.object({ move: z.enum(['claim', 'read']) }),
  z.object({ move: z.enum(['confirm', 'acknowledge']), reminderId }),
  z.object({ move: z.literal('reject'), reminderId, reason: reasonSchema.shape.reason }),
])

/** Nothing is loaded, stored, framed or indexed, and the word of the link goes to no other site. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': `default-src 'none'; style-src '${ANSWER_STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, nofollow',
}

export interface AnswerDoor {
  /** The address at which the world reaches this server, which reports of calls are signed for. */
  publicUrl?: string | undefined
  perMinute?: number
}

/**
 * Makes the handlers of the links in messages. GET shows what waits and changes nothing: chats fetch links by themselves
 * for a preview. POST answers, and leads back to the page, which says whether this answer counted or somebody was faster.
 */
export function answerHandlers(
  ctx: PaymentContext,
  { publicUrl, perMinute = LOOKS_PER_MINUTE }: AnswerDoor = {},
): Router {
  const router = Router()
  const guard: RequestHandler = (_request, response, next) => {
    response.set(HEADERS)
    next()
  }
  router.use(LINK_PATH, createCallLimiter({ callsPerMinute: perMinute }), guard)

  router.get<{ token: string }>(`${LINK_PATH}/:token`, async (request, response) => {
    const outcome = outcomeSchema.safeParse(request.query['said']).data
    const linked = await find(request.params.token)
    if (linked === undefined) response.status(410).type('html').send(deadHtml(outcome))
    else response.type('html').send(answerHtml(linked, ctx.clockWatch.now(), outcome))
  })

  const form = express.urlencoded({ extended: false, limit: MAX_BODY_BYTES, parameterLimit: 50 })
  if (publicUrl !== undefined) router.post(`${LINK_PATH}/:token/call`, form, callReports(ctx, publicUrl))
  router.post<{ token: string }>(`${LINK_PATH}/:token`, form, async (request, response) => {
    const answer = answerSchema.safeParse(request.body)
    if (!answer.success) throw appError('body_invalid')
    const word = token.safeParse(request.params.token)
    if (!word.success) {
      response.status(410).type('html').send(deadHtml())
      return
    }
    let outcome: Outcome = 'counted'
    try {
      await ctx.db.write((tx) => answerFromOutside(tx, ctx, hashSecret(word.data), answer.data))
    } catch (error) {
      // The page itself says what became of it: somebody else was first, or nothing waits any more.
      if (!(error instanceof AppError) || !SAID_BY_THE_PAGE.includes(error.code)) throw error
      outcome = 'late'
    }
    // Relative, since the page may stand below a path that this server is not told of.
    response.redirect(303, `${word.data}?said=${outcome}`)
  })

  async function find(word: string) {
    return token.safeParse(word).success ? await findLinked(ctx.db.read, ctx, hashSecret(word)) : undefined
  }
  return router
}

const outcomeSchema = z.enum(['counted', 'late'])
const SAID_BY_THE_PAGE: readonly string[] = ['link_dead', 'reminder_closed', 'order_move_illegal']
