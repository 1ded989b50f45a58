import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino'

/** Seven digits and more, in any script and also in groups, are a phone number, a card, or part of one. */
const LONG_NUMBER = /\p{Nd}(?:[ ()-]{0,2}\p{Nd}){6,}/gu
/** Our own keys and tokens, and webhook secrets. */
const SECRET = /\b(ld[acdor]|whsec)_[A-Za-z0-9+/_=-]+/g

/**
 * Replaces secrets and long numbers in a text that is to be logged and is not ours: messages of drivers quote values.
 */
export function scrub(text: string): string {
  return text.replace(SECRET, '[secret]').replace(LONG_NUMBER, '[number]')
}

/**
 * Makes a logger: one JSON object a line, from `level` on. Errors are scrubbed; http/request-log.ts leaves bodies out.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, serializers: { err: scrubbedError } }
  return destination === undefined ? pino(options) : pino(options, destination)
}

/**
 * Describes a thrown value of any kind, and never throws: the answer to a failed request would be lost with the log
 * line.
 */
function scrubbedError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error, message: typeof error === 'string' ? scrub(error) : '' }
  const { type, message, stack } = stdSerializers.err(error)
  return { type, message: scrub(String(message)), stack: scrub(String(stack)) }
}
