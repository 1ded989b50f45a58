import { isUtf8 } from 'node:buffer'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import { pairingCodeSchema } from '../../shared/api/devices.ts'
import type { Context } from '../context/context.ts'
import type { Pairing } from '../devices/pairing.ts'
import { appError } from '../lib/app-error.ts'
import { clientNetwork } from '../lib/client-address.ts'
import type { KnowsHost } from './known-hosts.ts'
import type { Metrics } from './metrics.ts'
import { readBody } from './read-body.ts'
import { logAnswer, requestIdOf } from './request-log.ts'
import { PAIRING_PATH } from './routes/devices.ts'
import { createAddressBudget } from './routing/address-budget.ts'
import { problemReply } from './routing/report-error.ts'

/** Bytes of a try at pairing: a code, a name of 60 characters, a platform, and what JSON adds. */
const MAX_BYTES = 1_024
/** Bits of an IPv6 address that are counted as one address: a customer owns a /56. */
const IPV6_BITS = 56

export interface PairingDoorDeps {
  ctx: Context
  metrics: Pick<Metrics, 'answered'>
  pairing: Pick<Pairing, 'knows' | 'refusedByAddress'>
  /** Tries a minute of one address. */
  perMinute: number
  /** The number of reverse proxies in front of the server. */
  trustProxy: number
  knowsHost: KnowsHost
}

/** The way to the route of pairing, for strangers and owners alike. */
export interface PairingDoor {
  /** Wraps the application: guesses end here, and everything else is handed on to it. */
  before(app: RequestListener): RequestListener
  /** Counts the tries whose path is written in another way, which {@link before} does not see. Throws `rate_limited`. */
  limit: RequestHandler
}

/**
 * Makes the door in front of the application at which a try at pairing is counted by its address, and a code that nobody
 * has is refused: of guesses there may be a thousand a second, and the way through Express would cost each of them as
 * much as a payment. A try at a code that waits is handed on, its body as the JSON parser would have left it; so is a
 * request of another shape, unread.
 */
export function createPairingDoor({
  ctx,
  metrics,
  pairing,
  perMinute,
  trustProxy,
  knowsHost,
}: PairingDoorDeps): PairingDoor {
  const budget = createAddressBudget(ctx.clock, perMinute)
  const write = logAnswer(ctx, metrics)
  const counted = new WeakSet<IncomingMessage>()

  /** Throws `rate_limited`. */
  function count(request: IncomingMessage): void {
    const wait = budget.take(clientNetwork(request, trustProxy, IPV6_BITS))
    if (wait === undefined) return
    pairing.refusedByAddress()
    throw appError('rate_limited', { retryMs: wait })
  }

  async function take(request: IncomingMessage & { body?: unknown }, response: ServerResponse, app: RequestListener) {
    const startedAt = ctx.clock.elapsed()
    try {
      count(request)
      counted.add(request)
      if (!isPlain(request)) return app(request, response)
      request.body = parseObject(await readBody(request, MAX_BYTES))
      const code = pairingCodeSchema.safeParse((request.body as { code?: unknown }).code).data
      if (code !== undefined && !(await pairing.knows(code))) throw appError('pairing_code_invalid')
      app(request, response)
    } catch (error) {
      const requestId = requestIdOf(ctx, request.headers['x-request-id'])
      const { code, status, headers, body } = problemReply(error, requestId)
      if (status >= 500) ctx.logger.error({ err: error, requestId, method: 'POST' }, 'a request failed')
      response.writeHead(status, { ...HEADERS, ...headers, 'X-Request-Id': requestId }).end(body)
      const ms = ctx.clock.elapsed() - startedAt
      write({ requestId, method: 'POST', route: PAIRING_PATH, status, ms, problem: code })
    }
  }

  return {
    before: (app) => (request, response) => {
      // Under a foreign name the application refuses it, and the shop's own address is not charged for the try.
      const isTry = request.url === PAIRING_PATH && request.method === 'POST' && knowsHost(request.headers.host)
      if (isTry) void take(request, response, app)
      else app(request, response)
    },
    limit(request, _response, next) {
      if (!counted.has(request)) count(request)
      next()
    },
  }
}

/** Headers that the application gives to its answers, as far as a program looks at them. */
const HEADERS = { 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' }

/** Whether a request is a try as every client of ours sends it: JSON of a known, small length, without a credential. */
function isPlain({ headers }: IncomingMessage): boolean {
  const { 'content-type': type = '', 'content-length': length = '' } = headers
  return (
    /^application\/json(; ?charset=utf-8)?$/i.test(type) &&
    /^[1-9]\d{0,3}$/.test(length) &&
    Number(length) <= MAX_BYTES &&
    headers['content-encoding'] === undefined &&
    headers.authorization === undefined
  )
}

/**
 * Parses a JSON object or array, as the JSON parser takes it; a body that broke off is `undefined`. Throws
 * `body_not_utf8`, `body_not_json`.
 */
function parseObject(body: Buffer | undefined): unknown {
  if (body === undefined) throw appError('body_not_json')
  if (!isUtf8(body)) throw appError('body_not_utf8')
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body))
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // Refused below, as what is JSON but no object.
  }
  throw appError('body_not_json')
}
