import { request as httpRequest } from 'node:http'
import { noticeText, type PaymentNotice, WEBHOOK_PATH, webhookHeaders } from '../../support/webhook.ts'

export interface Reply {
  status: number
  /** Parsed JSON; undefined when there was none. */
  body: unknown
}

export interface CallOptions {
  /** Default: POST. */
  method?: string
  as?: string
  /** A string is sent as it is. */
  body?: object | string
  key?: string
  headers?: Record<string, string>
}

const TIMEOUT_MS = 60_000

/**
 * One call over a connection of its own. Rejects when no whole answer came: then nobody knows what became of it, which
 * is the case that matters here.
 */
export function call(url: string, path: string, options: CallOptions = {}): Promise<Reply> {
  const { method = 'POST', as, body, key, headers = {} } = options
  const payload = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const request = httpRequest(new URL(path, url), {
      method,
      agent: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(payload)),
        ...(as !== undefined && { authorization: `Bearer ${as}` }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...headers,
      },
    })
    request.on('error', reject)
    request.on('response', (response) => {
      let text = ''
      // A network may cut an answer in the middle of a character.
      response.setEncoding('utf8').on('data', (more: string) => (text += more))
      response.on('error', reject)
      response.on('close', () => {
        if (!response.complete) return reject(new Error('the answer broke off'))
        resolve({ status: response.statusCode ?? 0, body: text === '' ? undefined : parse(text) })
      })
    })
    request.end(payload)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** A signed callback, as a provider sends it; `now` is the story's time. */
export function notify(url: string, secret: string, now: number, notice: PaymentNotice): Promise<Reply> {
  const body = noticeText(now, notice)
  return call(url, WEBHOOK_PATH, { body, headers: webhookHeaders(secret, now, body, `msg_${notice.transactionId}`) })
}
