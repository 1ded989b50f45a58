import type * as z from 'zod'
import {
  ADMIN_HEADER,
  ADMIN_SESSION_PATH,
  type AdminSession,
  adminSessionSchema,
} from '../../../../shared/api/admin-session.ts'
import { problemSchema } from '../../../../shared/problem.ts'

/** The longest time for an answer, milliseconds. */
const TIMEOUT_MS = 20_000

/** A refusal by the server, or none at all: `code` is of the catalogue, or `no_answer`. */
export class Refused extends Error {
  readonly code: string
  /** When to try again, milliseconds. */
  readonly retryMs: number | undefined

  constructor(code: string, retryMs?: number) {
    super(code)
    this.code = code
    this.retryMs = retryMs
  }
}

/** A call, as a human has caused it (`act`), or the page by itself (`watch`), which makes no session longer. */
type How = 'act' | 'watch'

/** The server's REST interface in the session of this page. Every method rejects with {@link Refused}. */
export interface AdminApi {
  get<S extends z.ZodType>(path: string, schema: S, how?: How): Promise<z.output<S>>
  /** Sends something that changes; the answer is not looked at. */
  send(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<void>
  /** Sends something whose answer counts. */
  ask<S extends z.ZodType>(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    schema: S,
    body?: unknown,
  ): Promise<z.output<S>>
  /** Begins a session; the key is in this one request and nowhere else. */
  signIn(key: string): Promise<AdminSession>
  session(): Promise<AdminSession>
  signOut(): Promise<void>
}

/**
 * Makes the interface on a `fetch`. `base`: the address that the paths begin at, which a reverse proxy may have put below a
 * path of its own. The cookie is the browser's: no script of this page can read it.
 */
export function createAdminApi(fetch: typeof globalThis.fetch, base: string): AdminApi {
  async function call(method: string, path: string, how: How, body?: unknown): Promise<unknown> {
    const response = await fetch(new URL(path.replace(/^\//, ''), base), {
      method,
      headers: {
        [ADMIN_HEADER]: how,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...{ cache: 'no-store', credentials: 'same-origin', redirect: 'error' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => {
      throw new Refused('no_answer')
    })
    if (response.status === 204) return undefined
    const value: unknown = await response.json().catch(() => undefined)
    if (response.ok) return value
    const problem = problemSchema.safeParse(value).data
    throw new Refused(problem?.code ?? `http_${response.status}`, problem?.retryMs)
  }

  /** Reads an answer; one of another shape is of a server that this page does not fit. */
  function read<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
    const result = schema.safeParse(value)
    if (result.success) return result.data
    throw new Refused('answer_unreadable')
  }

  return {
    get: async (path, schema, how = 'act') => read(schema, await call('GET', path, how)),
    send: async (method, path, body) => void (await call(method, path, 'act', body)),
    ask: async (method, path, schema, body) => read(schema, await call(method, path, 'act', body)),
    signIn: async (key) => read(adminSessionSchema, await call('POST', ADMIN_SESSION_PATH, 'act', { key })),
    session: async () => read(adminSessionSchema, await call('GET', ADMIN_SESSION_PATH, 'watch')),
    signOut: async () => void (await call('DELETE', ADMIN_SESSION_PATH, 'act')),
  }
}

/** Writes a path with its query; what is undefined is left out. */
export function withQuery(path: string, query: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`
}
