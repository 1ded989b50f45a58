import type { IncomingMessage } from 'node:http'
import { ADMIN_HEADER } from '../../../shared/api/admin-session.ts'
import type { Context } from '../../context/context.ts'
import { findAdminSession, type OpenSession } from '../../keys/admin-sessions.ts'
import { appError } from '../../lib/app-error.ts'

/** The cookie of the operator's page. */
export const ADMIN_COOKIE = 'laidan_admin'
const TOKEN = new RegExp(`(?:^|;) *${ADMIN_COOKIE}=([\\w-]{1,100}) *(?:;|$)`)

/** Reads the token of the session out of a request's cookies. */
export function sessionTokenOf({ headers }: IncomingMessage): string | undefined {
  return TOKEN.exec(headers.cookie ?? '')?.[1]
}

/**
 * Tells whether a request comes from a page of this server. It names itself, which a page elsewhere cannot without being
 * allowed to; and its browser does not say that it comes from elsewhere. A browser names the origin of every request that
 * changes something; over plain http it says nothing of one that reads.
 */
export function isOfOwnPage({ headers, method = '' }: IncomingMessage, publicUrl: string | undefined): boolean {
  const { origin, host, 'sec-fetch-site': site } = headers
  if (headers[ADMIN_HEADER] === undefined) return false
  if (site !== undefined && site !== 'same-origin') return false
  if (origin === undefined) return ['GET', 'HEAD'].includes(method) || site === 'same-origin'
  if (!URL.canParse(origin)) return false
  const own = publicUrl !== undefined && URL.canParse(publicUrl) ? new URL(publicUrl).origin : undefined
  return origin === own || new URL(origin).host === host
}

/**
 * Finds the session that a request is made in. Resolves to `undefined` for a request without a session's cookie, and for
 * one that is not of our own page: a cookie alone proves nothing (CSRF). Rejects with `unauthenticated` for a session
 * that has ended.
 */
export async function findRequestSession(
  ctx: Pick<Context, 'db' | 'clock' | 'logger'>,
  request: IncomingMessage,
  publicUrl: string | undefined,
): Promise<OpenSession | undefined> {
  const token = sessionTokenOf(request)
  if (token === undefined || !isOfOwnPage(request, publicUrl)) return undefined
  const session = await findAdminSession(ctx, token, { acts: request.headers[ADMIN_HEADER] !== 'watch' })
  if (session === undefined) throw appError('unauthenticated')
  return session
}
