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

/** Reads the id of a request: the caller's `X-Request-Id` if it is well-formed, else a new one. */
export function requestIdOf({ random }: Context, given: string | string[] | undefined): string {
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : random.id('rq')
}

/** A request that was answered. */
export interface Answer {
  requestId: string
  method: string
  route: string
  status: number
  ms: number
  problem: ProblemCode | undefined
}

/**
 * Makes the function that logs one line for an answered request: method, route, status, milliseconds. Never the query, a
 * header or a body: they hold phone numbers and secrets. Of refusals that come as a flood only some lines are written;
 * `leftOut` counts the others.
 */
export function logAnswer(ctx: Context, metrics: Pick<Metrics, 'answered'>): (answer: Answer) => void {
  const mayLog = createLogBudget(ctx.clock, FLOOD_LINES)
  return ({ requestId, method, route, status, ms, problem }) => {
    metrics.answered(method, route, status, ms / 1000)
    const leftOut = problem !== undefined && FLOODS.includes(problem) ? mayLog(problem) : 0
    if (leftOut === undefined) return
    const level = status >= 500 ? 'error' : status >= 400 ? 'info' : 'debug'
    const facts = { requestId, method, route, status, ms: Math.round(ms * 10) / 10, problem }
    ctx.logger[level](leftOut > 0 ? { ...facts, leftOut } : facts, 'answered')
  }
}

/**
 * Makes the middleware that gives every request an id (the caller's `X-Request-Id` if it is well-formed) and logs it
 * when it is answered.
 */
export function requestLog(ctx: Context, metrics: Metrics): RequestHandler {
  const write = logAnswer(ctx, metrics)
  return (request, response, next) => {
    const requestId = requestIdOf(ctx, request.headers['x-request-id'])
    response.locals['requestId'] = requestId
    response.set('X-Request-Id', requestId)
    const startedAt = ctx.clock.elapsed()
    response.on('finish', () => {
      const ms = ctx.clock.elapsed() - startedAt
      const route = typeof request.route?.path === 'string' ? request.route.path : 'none'
      const { statusCode: status } = response
      write({ requestId, method: request.method, route, status, ms, problem: response.locals['problem'] })
    })
    next()
  }
}
