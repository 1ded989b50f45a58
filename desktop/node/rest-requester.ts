import type { Requester } from '../core/ports.ts'

/** An answer that takes longer is given up and sent again; its idempotency key makes that harmless. */
const TIMEOUT_MS = 15_000

/** The server's REST API with a device's token, over `fetch`. */
export function createRequester(server: string, token: string): Requester {
  return {
    async request({ method, path, headers, body }) {
      const response = await fetch(new URL(path, server), {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          ...headers,
          authorization: `Bearer ${token}`,
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
    },
  }
}
