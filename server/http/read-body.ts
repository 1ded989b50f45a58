import type { IncomingMessage } from 'node:http'
import { appError } from '../lib/app-error.ts'

/**
 * Reads a body's raw bytes. A body of more than `limit` bytes is read to its end and dropped, so that the connection can
 * be used again. Resolves to `undefined` when the body breaks off. Rejects with `body_too_large`.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let length = 0
    request.on('data', (part: Buffer) => {
      length += part.length
      if (length <= limit) parts.push(part)
      else parts.length = 0
    })
    request.on('end', () => {
      if (length > limit) reject(appError('body_too_large'))
      else resolve(parts.length === 1 ? parts[0] : Buffer.concat(parts))
    })
    // After the end as well, when there is nothing left to settle.
    request.on('close', () => resolve(undefined))
  })
}

/** Tells whether a body is announced, in another encoding than its own bytes (RFC 9110 §8.4). */
export function isEncoded({ headers }: IncomingMessage): boolean {
  const encoding = headers['content-encoding']
  if (encoding === undefined || encoding === '' || encoding.toLowerCase() === 'identity') return false
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}

/** Reads a header by its name in lower case; one that stands several times is one text, comma-separated. */
export function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}
