import type * as z from 'zod'
import { problemSchema } from '../../../shared/problem.ts'
import type { Requester, RestReply } from '../ports.ts'
import type { Fetch, FetchRequest } from './fetch.ts'

/**
 * The result of a call. `code` is one of shared/problem.ts; `unreachable`: no reply came; `not_a_server`: the reply
 * does not fit the schema; `http_…`: a status without a problem. `detail` is the problem's own, in English.
 */
export type RestResult<T> = { ok: true; value: T } | { ok: false; code: string; detail?: string }

type QueryValue = string | number | boolean | readonly (string | number)[] | undefined

/**
 * The REST API of one server. `request` is the core's port and rejects without a reply; the others never reject.
 */
export interface RestClient extends Requester {
  /** Calls GET. Several values of one parameter are joined by commas; `undefined` leaves a parameter out. */
  get<T>(path: string, schema: z.ZodType<T>, query?: Readonly<Record<string, QueryValue>>): Promise<RestResult<T>>
  post<T>(path: string, schema: z.ZodType<T>, body: unknown): Promise<RestResult<T>>
  patch<T>(path: string, schema: z.ZodType<T>, body: unknown): Promise<RestResult<T>>
  delete<T>(path: string, schema: z.ZodType<T>): Promise<RestResult<T>>
}

interface Call extends Pick<FetchRequest, 'method'> {
  path: string
  headers?: Record<string, string>
  body?: unknown
}

/**
 * Calls the server at the address `server` (`https://shop.example`, `https://shop.example/bell`), with `token` as its bearer token if there is one.
 */
export function createRestClient(deps: { server: string; token?: string | undefined; fetch: Fetch }): RestClient {
  const { server, token, fetch } = deps

  async function request({ method, path, headers, body }: Call): Promise<RestReply> {
    const response = await fetch({
      method,
      url: `${server}${path}`,
      headers: {
        ...headers,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
    return {
      status: response.status,
      body: await response.json().catch(() => undefined),
      ...(Number.isFinite(seconds) && { retryAfterMs: seconds * 1000 }),
    }
  }

  async function call<T>(schema: z.ZodType<T>, spec: Call): Promise<RestResult<T>> {
    const reply = await request(spec).catch(() => undefined)
    return reply === undefined ? { ok: false, code: 'unreachable' } : readReply(schema, reply)
  }

  return {
    request,
    get: (path, schema, query = {}) => call(schema, { method: 'GET', path: `${path}${search(query)}` }),
    post: (path, schema, body) => call(schema, { method: 'POST', path, body }),
    patch: (path, schema, body) => call(schema, { method: 'PATCH', path, body }),
    delete: (path, schema) => call(schema, { method: 'DELETE', path }),
  }
}

function readReply<T>(schema: z.ZodType<T>, { status, body }: RestReply): RestResult<T> {
  if (status >= 200 && status < 300) {
    const parsed = schema.safeParse(body)
    return parsed.success ? { ok: true, value: parsed.data } : { ok: false, code: 'not_a_server' }
  }
  const { code = `http_${status}`, detail } = problemSchema.safeParse(body).data ?? {}
  return { ok: false, code, ...(detail !== undefined && { detail }) }
}

function search(query: Readonly<Record<string, QueryValue>>): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}
