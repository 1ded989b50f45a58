import { createServer, type Server } from 'node:http'
import express from 'express'
import type * as z from 'zod'
import type { Database } from '../../../../server/db/database.ts'
import { createMessages } from '../../../../server/http/messages.ts'
import { createMetrics } from '../../../../server/http/metrics.ts'
import { requestLog } from '../../../../server/http/request-log.ts'
import { webhookKey } from '../../../../server/lib/sign-webhook.ts'
import { callbackBodySchema } from '../../../../server/payments/providers/standard-webhooks/callback-body.ts'
import { verifyWebhook } from '../../../../server/payments/providers/standard-webhooks/verify.ts'
import { benchContext } from '../bench-context.ts'
import { BENCH_SECRET } from '../signed-callback.ts'

/** The request log and the metrics want a context, and never touch what is in here. */
const NO_DATABASE = {} as Database

type Paid = z.infer<typeof callbackBodySchema>['data']

/**
 * A callback as Express would take it, with all that our server does to one — request log, metrics, raw body, signature,
 * schema — and `paid` instead of the database and all that follows. It answers 204 when `paid` has resolved.
 */
export function createCallbackApp(paid: (payment: Paid) => void | Promise<void>): Server {
  const ctx = benchContext(NO_DATABASE)
  const keys = [webhookKey(BENCH_SECRET)]
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('query parser', 'simple')
  app.use(
    requestLog(
      ctx,
      createMetrics(ctx, () => 0),
    ),
  )
  app.post(
    '/notify/standard-webhooks',
    express.raw({ type: () => true, inflate: false }),
    async (request, response) => {
      const body: Buffer = request.body
      verifyWebhook(keys, { header: (name) => request.get(name), body, receivedAt: Date.now() })
      const { data } = callbackBodySchema.parse(JSON.parse(body.toString('utf8')))
      await paid(data)
      response.status(204).end()
    },
  )
  const messages = createMessages()
  messages.belongTo(app)
  return createServer(messages, app)
}
