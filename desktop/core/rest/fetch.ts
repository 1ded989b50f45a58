/** The longest time for a reply; a request that changes something carries an idempotency key and is repeated. */
const TIMEOUT_MS = 15_000

export interface FetchRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  url: string
  headers: Record<string, string>
  body?: string
  /** The treatment of a redirect: an error, unless it says `manual`, which answers it as it is. */
  redirect?: 'error' | 'manual'
  /** The longest time for a reply, milliseconds; 15 s unless it says otherwise. */
  limitMs?: number
}

/** The used part of a `Response` (Fetch standard). `json` rejects when the body is no JSON. */
export interface FetchReply {
  status: number
  headers: { get(name: string): string | null }
  json(): Promise<unknown>
}

/** One HTTP request. Rejects when no reply came in time. */
export type Fetch = (request: FetchRequest) => Promise<FetchReply>

interface FetchInit<Signal> extends Omit<FetchRequest, 'url' | 'limitMs'> {
  redirect: 'error' | 'manual'
  cache: 'no-store'
  credentials: 'omit'
  signal: Signal
}

/** The part of the Fetch standard that browsers, Node and Electron share; `globalThis` fits. */
export interface FetchHost<Signal> {
  fetch(url: string, init: FetchInit<Signal>): Promise<FetchReply>
  AbortSignal: { timeout(ms: number): Signal }
}

/**
 * Makes requests by the `fetch` of a host: `hostFetch(globalThis)`. Nothing is cached, no cookie is sent, a redirect is
 * an error (it would carry the token elsewhere). Rejects with the host's error without a reply, and after 15 s.
 */
export function hostFetch<Signal>(host: FetchHost<Signal>): Fetch {
  return ({ url, redirect = 'error', limitMs = TIMEOUT_MS, ...request }) =>
    host.fetch(url, {
      ...request,
      redirect,
      cache: 'no-store',
      credentials: 'omit',
      signal: host.AbortSignal.timeout(limitMs),
    })
}
