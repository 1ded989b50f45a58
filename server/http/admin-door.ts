import type { IncomingMessage } from 'node:http'
import express, { type Request, type RequestHandler, type Response, Router } from 'express'
import { ADMIN_ROLES, ADMIN_SESSION_PATH, beginSessionSchema } from '../../shared/api/admin-session.ts'
import type { AuditAction } from '../../shared/api/audit.ts'
import { writeAudit } from '../audit/write-audit.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { createSharedBudget } from '../devices/shared-budget.ts'
import { beginAdminSession, endAdminSession, toAdminSession } from '../keys/admin-sessions.ts'
import { findApiKey, type KnownKey } from '../keys/api-keys.ts'
import type { KeyUses } from '../keys/key-uses.ts'
import { AppError, appError } from '../lib/app-error.ts'
import { clientNetwork } from '../lib/client-address.ts'
import { createAddressBudget } from './routing/address-budget.ts'
import { methodNotAllowed } from './routing/method-not-allowed.ts'
import { faultsOf } from './routing/route.ts'
import { ADMIN_COOKIE, findRequestSession, isOfOwnPage, sessionTokenOf } from './routing/session-caller.ts'
import { verifyUtf8 } from './routing/unicode.ts'

/** Bytes of a sign-in: a key, and what JSON adds. */
const MAX_BYTES = 1_024
/** Bits of an IPv6 address that are counted as one address: a customer owns a /56. */
const IPV6_BITS = 56
/** Sign-ins of all addresses together, for one that a single address has. */
const TOGETHER = 12
const EVERYBODY = 'all'

export interface AdminDoorDeps {
  ctx: Context
  keyUses: Pick<KeyUses, 'note'>
  /** Sign-ins a minute of one address. */
  perMinute: number
  /** The number of reverse proxies in front of the server. */
  trustProxy: number
  /** The address at which the world reaches the server; absent: it is not known. */
  publicUrl: string | undefined
}

/**
 * Makes the handlers of the session of the operator's page: it is begun with a key, which is neither kept nor logged, and
 * lives in a cookie that no script reads and no other site's request carries. Beginning and end are audited.
 */
export function adminSessionHandlers({ ctx, keyUses, perMinute, trustProxy, publicUrl }: AdminDoorDeps): Router {
  const router = Router()
  const json = express.json({ limit: MAX_BYTES, inflate: false, type: 'application/json', verify: verifyUtf8 })
  const path = ADMIN_SESSION_PATH
  router.all(path, neverStored)

  // Counted behind that proof: a page elsewhere could else use up the tries of whoever looks at it.
  router.post(path, ofOwnPage(publicUrl), limitSignIns(ctx, perMinute, trustProxy), requireJson, json)
  router.post(path, async (request, response) => {
    const { key } = parse(request.body)
    const known = await findApiKey(ctx.db.read, ctx.clock.now(), key)
    if (known === undefined) throw appError('unauthenticated')
    if (!ADMIN_ROLES.some((role) => role === known.role)) throw appError('forbidden')
    keyUses.note(known.id)
    const { token, expiresAt } = await ctx.db.write(async (tx) => {
      await audit(tx, request, 'session.begin', known)
      return await beginAdminSession(tx, ctx, known.id)
    })
    setCookie(request, response, token)
    response.json(toAdminSession({ key: known, expiresAt }))
  })

  router.get(path, async (request, response) => {
    const session = await findRequestSession(ctx, request, publicUrl)
    if (session === undefined) throw appError('unauthenticated')
    response.json(toAdminSession(session))
  })

  router.delete(path, ofOwnPage(publicUrl), async (request, response) => {
    const token = sessionTokenOf(request)
    const session = await findRequestSession(ctx, request, publicUrl).catch(alreadyEnded)
    if (token !== undefined && session !== undefined)
      await ctx.db.write(async (tx) => {
        await audit(tx, request, 'session.end', session.key)
        await endAdminSession(tx, token)
      })
    setCookie(request, response, undefined)
    response.status(204).end()
  })
  router.all(path, methodNotAllowed(['get', 'post', 'delete']))
  return router

  async function audit(tx: Tx, { ip = 'unknown' }: Request, action: AuditAction, key: KnownKey): Promise<void> {
    const actor = { kind: key.role, id: key.id, name: key.name }
    await writeAudit(tx, ctx, { actor, action, subject: key.id, from: ip.replace(/^::ffff:/, ''), facts: {} })
  }

  /** Sets the cookie, or takes it away; where the page is reached by PUBLIC_URL, for its path alone, and over https alone. */
  function setCookie(request: Request, response: Response, token: string | undefined): void {
    const own = publicUrl !== undefined && URL.canParse(publicUrl) ? new URL(publicUrl) : undefined
    const isOwn = own !== undefined && own.host === request.headers.host
    const path = isOwn ? own.pathname.replace(/\/+$/, '') || '/' : '/'
    // Behind a proxy that is not trusted the page itself knows best how it was reached; its Origin was checked before.
    const byTls = request.headers.origin?.startsWith('https:') === true
    const secure = request.secure || byTls || (isOwn && own.protocol === 'https:')
    const parts = [`${ADMIN_COOKIE}=${token ?? ''}`, `Path=${path}`, 'HttpOnly', 'SameSite=Strict']
    if (secure) parts.push('Secure')
    // No end of its own: it goes with the browser, and the server knows when the session ends.
    if (token === undefined) parts.push('Max-Age=0')
    response.append('Set-Cookie', parts.join('; '))
  }
}

/** Makes the middleware that counts sign-ins by address and all together, on every server of the database. Throws `rate_limited`. */
function limitSignIns(ctx: Context, perMinute: number, trustProxy: number): RequestHandler {
  const own = createAddressBudget(ctx.clock, perMinute)
  const ownAll = createAddressBudget(ctx.clock, perMinute * TOGETHER)
  const shared = ctx.db.feed && createSharedBudget(ctx, 'sign-in', perMinute)
  const sharedAll = ctx.db.feed && createSharedBudget(ctx, 'sign-in all', perMinute * TOGETHER)

  async function count(request: IncomingMessage): Promise<number | undefined> {
    const network = clientNetwork(request, trustProxy, IPV6_BITS)
    const ofAddress = own.take(network) ?? (await shared?.take(network))
    return ofAddress ?? ownAll.take(EVERYBODY) ?? (await sharedAll?.take(EVERYBODY))
  }

  return async (request, _response, next) => {
    const retryMs = await count(request)
    next(retryMs === undefined ? undefined : appError('rate_limited', { retryMs }))
  }
}

/** Refuses what no page of ours has sent: nobody is signed in, or out, by a page elsewhere. */
function ofOwnPage(publicUrl: string | undefined): RequestHandler {
  return (request, _response, next) => next(isOfOwnPage(request, publicUrl) ? undefined : appError('forbidden'))
}

/** Takes a session that has ended for none; throws every other error again. */
function alreadyEnded(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error
}

const neverStored: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store')
  next()
}

const requireJson: RequestHandler = (request, _response, next) =>
  next(request.is('application/json') === false ? appError('media_type_unsupported') : undefined)

function parse(body: unknown): { key: string } {
  const result = beginSessionSchema.safeParse(body ?? {})
  if (result.success) return result.data
  throw appError('body_invalid', { faults: result.error.issues.flatMap(faultsOf) })
}
