import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino'

/** Seven digits and more, in any script and also in groups, are a phone number, a card, or part of one. */
const LONG_NUMBER = /\p{Nd}(?:[ ()-]{0,2}\p{Nd}){6,}/gu
/** Our own keys and tokens, and webhook secrets. */
const SECRET = /\b(ld[aod]|whsec)_[A-Za-z0-9+/_=-]+/g

/** Takes what must not be in a log out of a text that we did not write: messages of drivers quote values. */
export function scrub(text: string): string {
  return text.replace(SECRET, '[secret]').replace(LONG_NUMBER, '[number]')
}

/** Structured logs, one JSON object a line. Errors are scrubbed; requests are logged by http/request-log.ts, without bodies. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, serializers: { err: scrubbedError } }
  return destination === undefined ? pino(options) : pino(options, destination)
}

/** Whatever was thrown: a logger that throws would take the answer to a failed request with it. */
function scrubbedError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error, message: typeof error === 'string' ? scrub(error) : '' }
  const { type, message, stack } = stdSerializers.err(error)
  return { type, message: scrub(String(message)), stack: scrub(String(stack)) }
}
