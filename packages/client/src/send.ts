import { serverAddress } from '../../../shared/server-address.ts'
import { LaidanError, refusalOf } from './error.ts'
import { askedPause, maySendAgain, pause, pauseBefore } from './retry.ts'

/** The way to a server. */
export interface ServerOptions {
  /** The server's address, with the path below which it stands: `https://example.com/bell`. */
  url: string
  /** The key of an ordering system or an operator, or a device's token; needless for signed callbacks alone. */
  key?: string | undefined
  /** The most attempts of one call, the first included. Default 5; `Infinity` is for ever. */
  attempts?: number | undefined
  /** The time that one attempt may take, milliseconds. Default 10,000. */
  timeoutMs?: number | undefined
  /** The longest pause that a call makes because the server asks for it, milliseconds; longer, and it rejects. Default 30,000. */
  longestPauseMs?: number | undefined
  /** Default: the host's own. */
  fetch?: typeof fetch | undefined
}

/** One call of the server. */
export interface Call {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below the server's address, with the query: `/v1/orders?limit=1`. */
  path: string
  /** Sent as JSON. */
  body?: unknown
  /** A finished body in place of `body`, byte for byte. */
  raw?: string
  headers?: Record<string, string>
  /** The key under which the server does this once, however often it is sent. Default for POST: a new one. */
  idempotencyKey?: string | undefined
  /** In place of the client's own. */
  attempts?: number | undefined
  timeoutMs?: number | undefined
  signal?: AbortSignal | undefined
  /** Called before each pause: this attempt has failed, and the next one comes. */
  onRetry?: ((error: unknown) => void) | undefined
}

/** Sends a call; resolves to the answer's JSON, `undefined` for an empty one. Rejects with a {@link LaidanError}. */
export type Send = (call: Call) => Promise<unknown>

/**
 * Makes the one way to the server: every call has an idempotency key if it changes something, a limit of time, and is
 * sent again with jitter where the answer says that nothing was decided. The key goes to this address and follows no
 * redirect. Throws a TypeError for an address that is none.
 */
export function createSend(options: ServerOptions): Send {
  const { attempts = 5, timeoutMs = 10_000, longestPauseMs = 30_000 } = options
  const address = serverAddress(new URL(options.url))
  const ask = options.fetch ?? fetch

  async function attempt(call: Call, headers: Record<string, string>, body: string | undefined): Promise<unknown> {
    const limit = AbortSignal.timeout(call.timeoutMs ?? timeoutMs)
    const signal = call.signal === undefined ? limit : AbortSignal.any([call.signal, limit])
    try {
      const init = { method: call.method, headers, redirect: 'error', signal } as const
      const response = await ask(`${address}${call.path}`, body === undefined ? init : { ...init, body })
      return read(response, await response.text())
    } catch (error) {
      call.signal?.throwIfAborted()
      if (error instanceof LaidanError) throw error
      throw new LaidanError('no_answer', `${address} does not answer`, { cause: error })
    }
  }

  return async (call) => {
    const body = call.raw ?? (call.body === undefined ? undefined : JSON.stringify(call.body))
    const once = call.idempotencyKey ?? (call.method === 'POST' && call.raw === undefined ? newKey() : undefined)
    const headers = {
      accept: 'application/json',
      ...(options.key !== undefined && call.raw === undefined && { authorization: `Bearer ${options.key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(once !== undefined && { 'idempotency-key': once }),
      ...call.headers,
    }
    const most = call.attempts ?? attempts
    for (let tries = 1; ; tries++) {
      try {
        return await attempt(call, headers, body)
      } catch (error) {
        if (tries >= most || !maySendAgain(error)) throw error
        if (most !== Number.POSITIVE_INFINITY && askedPause(error) > longestPauseMs) throw error
        call.onRetry?.(error)
        await pause(pauseBefore(tries, error, Math.random()), call.signal)
      }
    }
  }
}

function read(response: Response, text: string): unknown {
  const { status, ok } = response
  const json = parse(text)
  if (!ok) throw refusalOf(status, json, response.headers.get('retry-after'))
  if (text === '') return undefined
  if (typeof json === 'object' && json !== null) return json
  throw new LaidanError('answer_unreadable', `HTTP ${status} without JSON`, { status })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Makes a key of 128 random bits. `randomUUID` is missing in pages without TLS. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
