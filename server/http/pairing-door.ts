import { isUtf8 } from 'node:buffer'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import { pairingCodeSchema } from '../../shared/api/devices.ts'
import type { Context } from '../context/context.ts'
import type { Pairing } from '../devices/pairing.ts'
import { appError } from '../lib/app-error.ts'
import { clientNetwork } from '../lib/client-address.ts'
import { createSharedBudget } from '../lib/shared-budget.ts'
import type { KnowsHost } from './known-hosts.ts'
import type { Metrics } from './metrics.ts'
import { readBody } from './read-body.ts'
import { logAnswer, requestIdOf } from './request-log.ts'
import { PAIRING_PATH } from './routes/devices.ts'
import { createAddressBudget } from './routing/address-budget.ts'
import { type Refusal, refusalOf, refusalReply } from './routing/report-error.ts'

/** Bytes of a try at pairing: a code, a name of 60 characters, a platform, and what JSON adds. */
const MAX_BYTES = 1_024
/** Bits of an IPv6 address that are counted as one address: a customer owns a /56. */
const IPV6_BITS = 56

/** A request whose body the JSON parser, or this door, has read. */
type Request = IncomingMessage & { body?: unknown }

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
  const shared = ctx.db.feed && createSharedBudget(ctx, 'pairing', perMinute)
  const write = logAnswer(ctx, metrics)
  const counted = new WeakSet<IncomingMessage>()

  /**
   * Counts a try of the request's address. Resolves to `undefined` while it may try, else to the milliseconds until then.
   * Where several servers share the database they count together, and a flood ends at this one's own count.
   */
  async function count(request: IncomingMessage): Promise<number | undefined> {
    const network = clientNetwork(request, trustProxy, IPV6_BITS)
    const wait = budget.take(network) ?? (await shared?.take(network))
    if (wait !== undefined) pairing.refusedByAddress()
    return wait
  }

  /**
   * Resolves to why a try is refused, and to `undefined` when the application answers it. Rejects with `body_not_json`,
   * `body_not_utf8`, `storage_unavailable`. Guesses are refused without an Error, whose stack costs as much as reading the guess.
   */
  async function refuse(request: Request): Promise<Refusal | undefined> {
    const retryMs = await count(request)
    if (retryMs !== undefined) return { code: 'rate_limited', extras: { retryMs } }
    counted.add(request)
    if (!isPlain(request)) return undefined
    request.body = parseObject(await readBody(request, MAX_BYTES))
    const code = pairingCodeSchema.safeParse((request.body as { code?: unknown }).code).data
    if (code === undefined || (await pairing.knows(code))) return undefined
    return { code: 'pairing_code_invalid', extras: {} }
  }

  async function take(request: Request, response: ServerResponse, app: RequestListener): Promise<void> {
    const startedAt = ctx.clock.elapsed()
    const refusal: (Refusal & { error?: unknown }) | undefined = await refuse(request).catch((error: unknown) => ({
      ...refusalOf(error),
      error,
    }))
    if (refusal === undefined) return app(request, response)
    const requestId = requestIdOf(ctx, request.headers['x-request-id'])
    const { code, status, headers, body } = refusalReply(refusal, requestId)
    if (status >= 500) ctx.logger.error({ err: refusal.error, requestId, method: 'POST' }, 'a request failed')
    // Without its length the body would be sent in chunks, in a write of several parts.
    const length = { 'Content-Length': Buffer.byteLength(body) }
    response.writeHead(status, { ...HEADERS, ...headers, ...length, 'X-Request-Id': requestId }).end(body)
    const ms = ctx.clock.elapsed() - startedAt
    write({ requestId, method: 'POST', route: PAIRING_PATH, status, ms, problem: code })
  }

  return {
    before: (app) => (request, response) => {
      // Under a foreign name the application refuses it, and the shop's own address is not charged for the try.
      const isTry = request.url === PAIRING_PATH && request.method === 'POST' && knowsHost(request.headers.host)
      if (isTry) void take(request, response, app)
      else app(request, response)
    },
    async limit(request, _response, next) {
      const retryMs = counted.has(request) ? undefined : await count(request)
      next(retryMs === undefined ? undefined : appError('rate_limited', { retryMs }))
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

const UTF8 = new TextDecoder()

/**
 * Parses a JSON object or array, as the JSON parser takes it; a body that broke off is `undefined`. Throws
 * `body_not_utf8`, `body_not_json`.
 */
function parseObject(body: Buffer | undefined): unknown {
  if (body === undefined) throw appError('body_not_json')
  if (!isUtf8(body)) throw appError('body_not_utf8')
  try {
    const value: unknown = JSON.parse(UTF8.decode(body))
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // Refused below, as what is JSON but no object.
  }
  throw appError('body_not_json')
}
