import type { IssuedKey, KeyRole } from '../../../shared/api/keys.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { startTestServer, type TestServerOptions } from '../../support/test-server.ts'
import { type RawReply, type RawRequest, sendRaw } from './raw-request.ts'

/** The address of the session. */
export const PATH = '/admin/session'
export const MINUTE = 60_000

/** Headers of a request as the page's browser sends it. */
export type Headers = NonNullable<RawRequest['headers']>

/** A server with a clock of its own, and requests as the operator's page sends them. */
export async function adminRig(options: TestServerOptions = {}) {
  const clock = createManualClock()
  const server = await startTestServer({ clock, ...options })
  const { api } = server
  const own: Headers = { 'x-laidan-admin': 'act', origin: server.url }
  const send = (method: string, path: string, headers: Headers = {}, body?: unknown) =>
    sendRaw(server.url, {
      ...{ method, path, headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers } },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  const signIn = (key: unknown = api.operatorKey, headers: Headers = own) => send('POST', PATH, headers, { key })
  const make = async (role: KeyRole) => {
    const stores = role === 'connector' ? { stores: [server.storeId] } : {}
    const body = { role, name: role, ...stores }
    return (await api.call('POST', '/v1/keys', { as: api.operatorKey, body })).body as IssuedKey
  }
  return { ...server, clock, own, send, signIn, make }
}

/** Reads the cookie of an answer, as a browser sends it back. */
export function cookieOf({ headers }: RawReply): string {
  const [cookie = ''] = headers['set-cookie'] ?? []
  return cookie.split(';')[0] ?? ''
}

/** Parses an answer. */
export function bodyOf<T>({ text }: RawReply): T {
  return JSON.parse(text) as T
}
