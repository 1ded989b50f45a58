import { isUtf8 } from 'node:buffer'
import type { RequestHandler } from 'express'
import { appError } from '../../lib/app-error.ts'
import { isWellFormed } from '../../lib/well-formed.ts'

const PERCENT_BYTES = /(?:%[0-9a-f]{2})+/gi

/**
 * Refuses a body that is no UTF-8 (RFC 8259 §8.1), whose bytes a decoder would replace silently: two order numbers that
 * differ would become one. For the JSON parser's `verify`. Throws `body_not_utf8`, `media_type_unsupported`.
 */
export function verifyUtf8(_request: unknown, _response: unknown, bytes: Buffer, encoding: string): void {
  if (encoding !== 'utf-8' && encoding !== 'utf8') throw appError('media_type_unsupported')
  if (!isUtf8(bytes)) throw appError('body_not_utf8')
}

/**
 * Makes the middleware that refuses a parsed body with half a surrogate pair, written as `"\ud800"`: it is no character,
 * and UTF-8 cannot hold it. Throws `body_not_utf8`.
 */
export const refuseLoneSurrogates: RequestHandler = (request, _response, next) =>
  next(
    isWellFormed(request.body)
      ? undefined
      : appError('body_not_utf8', { detail: 'A text holds half of a surrogate pair (\\ud800 to \\udfff).' }),
  )

/**
 * Makes the middleware that refuses a query whose percent-encoded bytes are no UTF-8; bytes that are not encoded are
 * refused by Node's parser. A `%` that encodes nothing stands for itself, as ever. Throws `query_invalid`.
 */
export const refuseBadQuery: RequestHandler = (request, _response, next) => {
  const mark = request.url.indexOf('?')
  const sound = mark < 0 || isEncodedUtf8(request.url.slice(mark + 1))
  next(sound ? undefined : appError('query_invalid', { detail: 'The query is not UTF-8, percent-encoded.' }))
}

function isEncodedUtf8(query: string): boolean {
  return (query.match(PERCENT_BYTES) ?? []).every((bytes) => isUtf8(Buffer.from(bytes.replaceAll('%', ''), 'hex')))
}
