import type { RequestHandler } from 'express'
import type { ProblemCode } from '../../shared/problem.ts'
import type { Context } from '../context/context.ts'
import { createLogBudget } from '../lib/log-budget.ts'
import type { Metrics } from './metrics.ts'

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/
/** Refusals of which a stranger without any key can cause as many as he likes. */
const FLOODS: readonly ProblemCode[] = ['pairing_code_invalid', 'pairing_busy', 'rate_limited']
/** Lines a minute for each of them. */
const FLOOD_LINES = 60

/**
 * Makes the middleware that gives every request an id (the caller's `X-Request-Id` if it is well-formed) and logs one
 * line when the request is answered: method, route, status, milliseconds. Never the query, a header or a body: they
 * hold phone numbers and secrets. Of refusals that come as a flood only some lines are written; `leftOut` counts the
 * others.
 */
export function requestLog(ctx: Context, metrics: Metrics): RequestHandler {
  const mayLog = createLogBudget(ctx.clock, FLOOD_LINES)
  return (request, response, next) => {
    const given = request.get('x-request-id')
    const requestId = given !== undefined && REQUEST_ID.test(given) ? given : ctx.random.id('rq')
    response.locals['requestId'] = requestId
    response.set('X-Request-Id', requestId)
    const startedAt = ctx.clock.elapsed()
    response.on('finish', () => {
      const ms = ctx.clock.elapsed() - startedAt
      const route = typeof request.route?.path === 'string' ? request.route.path : 'none'
      const { statusCode: status } = response
      metrics.answered(request.method, route, status, ms / 1000)
      const problem: ProblemCode | undefined = response.locals['problem']
      const leftOut = problem !== undefined && FLOODS.includes(problem) ? mayLog(problem) : 0
      if (leftOut === undefined) return
      const level = status >= 500 ? 'error' : status >= 400 ? 'info' : 'debug'
      ctx.logger[level](
        {
          requestId,
          method: request.method,
          route,
          status,
          ms: Math.round(ms * 10) / 10,
          problem,
          ...(leftOut > 0 && { leftOut }),
        },
        'answered',
      )
    })
    next()
  }
}
