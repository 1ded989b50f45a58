import type { EndpointTest } from '../../shared/api/webhook-endpoints.ts'
import type { Context } from '../context/context.ts'
import { appError } from '../lib/app-error.ts'
import { timedCall } from '../outbox/timed-call.ts'
import type { CallEndpoint } from './call-endpoint.ts'
import { codeOf } from './deliver-events.ts'
import type { EndpointRow } from './endpoint-row.ts'
import { signDelivery } from './sign-delivery.ts'

/**
 * Calls an endpoint at once with a test, signed as every delivery, and tells what came of it; nothing is queued, and nothing
 * counted. Rejects with `webhook_endpoint_unknown`.
 */
export async function testEndpoint(ctx: Context, callEndpoint: CallEndpoint, id: string): Promise<EndpointTest> {
  const endpoint = await ctx.db.read.get<EndpointRow>(
    'SELECT * FROM webhook_endpoints WHERE id = ? AND removed_at IS NULL',
    [id],
  )
  if (endpoint === undefined) throw appError('webhook_endpoint_unknown')
  const now = ctx.clock.now()
  const body = { type: 'webhook.test', at: now, id: ctx.random.id('evt'), data: { endpointId: id } }
  const begunAt = ctx.clock.elapsed()
  const answer = await timedCall(
    ctx,
    new AbortController().signal,
    () => callEndpoint(signDelivery(endpoint, body, now)),
    { silence: 'a webhook endpoint did not answer a test', endpoint: id },
  )
  const code = codeOf(answer)
  return {
    delivered: code === undefined,
    status: answer !== undefined && 'status' in answer ? answer.status : null,
    code: code ?? null,
    tookMs: Math.max(0, Math.round(ctx.clock.elapsed() - begunAt)),
  }
}
