import { isUtf8 } from 'node:buffer'
import type * as z from 'zod'
import { isWellFormed } from '../../lib/well-formed.ts'
import { UnfitBody } from './port.ts'

/** Levels of nesting that no platform needs: what walks a value keeps a stack. */
const MOST_LEVELS = 64

const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = Buffer.from('"\\{}[]')

/**
 * Parses the JSON of a genuine body, which is UTF-8 (RFC 8259 §8.1): bytes that are not, and halves of surrogate pairs,
 * would be replaced silently on their way into the database. Throws {@link UnfitBody}.
 */
export function readJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw new UnfitBody('the body is not UTF-8')
  if (levelsOf(body) > MOST_LEVELS) throw new UnfitBody(`the body is nested deeper than ${MOST_LEVELS} levels`)
  const value = parsed(body.toString('utf8'))
  if (!isWellFormed(value)) throw new UnfitBody('a text holds half of a surrogate pair')
  return value
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UnfitBody('the body is not JSON')
  }
}

/** Counts the deepest nesting of a JSON text without parsing it. */
function levelsOf(body: Buffer): number {
  let [level, deepest, inText] = [0, 0, false]
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]
    if (inText) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) inText = false
    } else if (byte === QUOTE) inText = true
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) deepest = Math.max(deepest, ++level)
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) level--
  }
  return deepest
}

/** Parses a value by its schema. Throws {@link UnfitBody}, naming faults by their paths and quoting no value. */
export function readAs<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const paths = result.error.issues.slice(0, 5).map(({ path }) => path.join('.').slice(0, 60))
  throw new UnfitBody(`not as expected: ${paths.join(', ')}`)
}
