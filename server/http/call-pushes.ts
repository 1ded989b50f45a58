import express, { Router } from 'express'
import { hearPush } from '../commands/hear-call.ts'
import { appError } from '../lib/app-error.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { createCallLimiter } from './routing/limits.ts'

/** Where telephone services push reports of calls: behind it the channel, and the word that it was set up with. */
const CALLS_PATH = '/calls'
/** Pushes a minute, of one address: each may hold the reports of many calls. */
const PUSHES_PER_MINUTE = 600
const MAX_BODY_BYTES = 256 * 1024

/**
 * Makes the door for reports of calls that come unsigned, to one address for a whole account: whoever does not know the
 * channel’s own word is answered 403. Reports may come twice.
 */
export function callPushHandlers(ctx: PaymentContext): Router {
  const router = Router()
  router.use(CALLS_PATH, createCallLimiter({ callsPerMinute: PUSHES_PER_MINUTE }))
  router.post<{ channel: string; key: string }>(
    `${CALLS_PATH}/:channel/:key`,
    express.json({ limit: MAX_BODY_BYTES }),
    async (request, response) => {
      const { channel, key } = request.params
      const reply = await hearPush(ctx, channel, { key, body: request.body })
      if (reply === undefined) throw appError('forbidden')
      response.type(reply.type).send(reply.body)
    },
  )
  return router
}
