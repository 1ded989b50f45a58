import type { Request, RequestHandler, Response } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { appError } from '../../lib/app-error.ts'
import type { Caller } from './caller.ts'

const MINUTE_MS = 60_000

export interface Limits {
  /** Calls a minute of one device, or of one address without a credential. Calls with a key are not limited. */
  callsPerMinute: number
  /** Tries at pairing codes a minute, of one address. */
  pairingsPerMinute: number
  /** Tries at codes that wait a minute, of all addresses together. Default: as in devices/pairing.ts. */
  derivationsPerMinute?: number
  /** Sentences a minute that one device lets the server render. Default: {@link SPEECH_PER_MINUTE}. */
  speechPerMinute?: number
}

/** More than a device can play: a sentence takes four seconds. */
export const SPEECH_PER_MINUTE = 60

/** The limits of a server that is started without others. */
export const DEFAULT_LIMITS: Limits = { callsPerMinute: 600, pairingsPerMinute: 10 }

/** Makes the middleware that limits calls. It reads the caller from `response.locals.caller`; absent, the address counts. */
export function createCallLimiter({ callsPerMinute }: Pick<Limits, 'callsPerMinute'>): RequestHandler {
  return rateLimit({
    windowMs: MINUTE_MS,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, _response, next) => next(appError('rate_limited', { retryMs: MINUTE_MS })),
    limit: callsPerMinute,
    skip: (_request, response) => !['anyone', 'device'].includes(callerOf(response)?.kind ?? 'anyone'),
    keyGenerator(request, response) {
      const caller = callerOf(response)
      return caller?.kind === 'device' ? caller.id : address(request)
    },
  })
}

function callerOf(response: Response): Caller | undefined {
  return response.locals['caller'] as Caller | undefined
}

/** Makes the key of an address. An IPv6 customer owns a whole /56, so the /56 is counted. */
function address(request: Request): string {
  return ipKeyGenerator(request.ip ?? 'unknown')
}
