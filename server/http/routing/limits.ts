import type { Request, RequestHandler, Response } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { appError } from '../../lib/app-error.ts'
import type { Caller } from './caller.ts'

const MINUTE_MS = 60_000

export interface Limits {
  /** What one device, or one address without a credential, may ask a minute. Keys of the operator's own systems are not counted. */
  callsPerMinute: number
  /** Tries at pairing codes, per address and minute. */
  pairingsPerMinute: number
}

export const DEFAULT_LIMITS: Limits = { callsPerMinute: 600, pairingsPerMinute: 10 }

export interface Limiters {
  calls: RequestHandler
  pairing: RequestHandler
}

/** The limits as Express middleware; `calls` wants the caller in `response.locals.caller` (absent: nobody we know). */
export function createLimiters(limits: Limits): Limiters {
  const common = {
    windowMs: MINUTE_MS,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request: Request, _response: Response, next: (error: unknown) => void) =>
      next(appError('rate_limited', { retryMs: MINUTE_MS })),
  } as const
  return {
    calls: rateLimit({
      ...common,
      limit: limits.callsPerMinute,
      skip: (_request, response) => ['ordering', 'operator'].includes(callerOf(response)?.kind ?? ''),
      keyGenerator(request, response) {
        const caller = callerOf(response)
        return caller?.kind === 'device' ? caller.id : address(request)
      },
    }),
    pairing: rateLimit({ ...common, limit: limits.pairingsPerMinute, keyGenerator: address }),
  }
}

function callerOf(response: Response): Caller | undefined {
  return response.locals['caller'] as Caller | undefined
}

/** An IPv6 customer owns a whole /56, so that is what is counted. */
function address(request: Request): string {
  return ipKeyGenerator(request.ip ?? 'unknown')
}
