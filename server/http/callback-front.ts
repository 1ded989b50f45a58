import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ProblemCode } from '../../shared/problem.ts'
import { appError } from '../lib/app-error.ts'
import { ALL_PROVIDERS } from '../payments/all-providers.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import type { Metrics } from './metrics.ts'
import { createCallbackTaker, type TakeCallback } from './payment-callbacks.ts'
import { logAnswer, requestIdOf } from './request-log.ts'
import { type ProblemReply, reportProblem } from './routing/report-error.ts'

type CallbackMetrics = Pick<Metrics, 'answered' | 'callbackRefused'>

/** An address at which callbacks are taken. */
interface Address {
  /** The path as log and metrics name it, however a request writes it. */
  route: string
  take: TakeCallback
}

/**
 * Makes the front of the application, which answers the requests for `/notify/{provider}` of every provider that is set
 * up on `node:http` alone: every payment takes this way (docs/decisions/0022). The front returns whether it answers a
 * request; all others are the application's. Both make ids, log lines and the words of refusals by the same functions.
 *
 * A callback is never refused for the name that a proxy calls this server by, nor for being one of many: its signature
 * is all that counts, and a page cannot make one.
 */
export function createCallbackFront(
  ctx: PaymentContext,
  metrics: CallbackMetrics,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const addresses = listAddresses(ctx, metrics)
  const log = logAnswer(ctx, metrics)

  async function answer({ route, take }: Address, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = ctx.clock.elapsed()
    const { method = '' } = request
    const requestId = requestIdOf(ctx, request.headers['x-request-id'])
    let problem: ProblemCode | undefined
    try {
      if (method !== 'POST') throw appError('method_not_allowed')
      const { status, type, body } = await take(request, requestId)
      const headers = type === '' ? {} : { 'Content-Type': `${type}; charset=utf-8` }
      write(response, requestId, { status, headers, body })
    } catch (error) {
      const reply = reportProblem(ctx, error, { requestId, method })
      if (reply.code === 'method_not_allowed') response.setHeader('Allow', 'POST')
      write(response, requestId, reply)
      problem = reply.code
    }
    // A sender that has hung up was not answered.
    if (request.socket.destroyed) return
    log({ requestId, method, route, status: response.statusCode, ms: ctx.clock.elapsed() - startedAt, problem })
  }

  return (request, response) => {
    const { url = '' } = request
    const address = addresses.get(url) ?? addresses.get(pathOf(url))
    if (address === undefined) return false
    void answer(address, request, response)
    return true
  }
}

/** Lists the addresses by their paths, as providers write them and as {@link pathOf} does. */
function listAddresses(ctx: PaymentContext, metrics: CallbackMetrics): Map<string, Address> {
  const addresses = new Map<string, Address>()
  for (const { name, aliases } of ALL_PROVIDERS) {
    if (!ctx.verifiers.has(name)) continue
    const take = createCallbackTaker(ctx, name, metrics)
    for (const route of [`/notify/${name}`, ...aliases]) {
      addresses.set(route, { route, take })
      addresses.set(route.toLowerCase(), { route, take })
    }
  }
  return addresses
}

/** A request target in origin form or, as a proxy may send it, in absolute form (RFC 9112 §3.2). */
const TARGET = /^(?:[a-z]+:\/\/[^/?#]*)?([^?#]*)/i

/** Reads the path of a request target as Express compares it: in lower case, without one slash at its end. */
function pathOf(target: string): string {
  const path = TARGET.exec(target)?.[1] ?? ''
  return path.replace(/\/$/, '').toLowerCase()
}

/** Writes an answer in one piece; an empty body has no length (RFC 9110 §8.6). */
function write(
  response: ServerResponse,
  requestId: string,
  { status, headers, body }: Omit<ProblemReply, 'code'>,
): void {
  const length = body !== '' && { 'Content-Length': Buffer.byteLength(body) }
  response.writeHead(status, { 'X-Request-Id': requestId, ...headers, ...length })
  response.end(body)
}
