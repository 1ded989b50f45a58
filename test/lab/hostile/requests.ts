import type { OutgoingHttpHeaders } from 'node:http'
import type { SeededRandom } from '../../support/seeded-random.ts'
import { webhookHeaders } from '../../support/webhook.ts'
import type { Operation } from './contract.ts'
import { exampleOf } from './from-schema.ts'
import type { KnownValues } from './known-values.ts'
import { mutate, mutateText } from './mutate.ts'
import type { Target } from './target.ts'
import { oddString, stringify } from './values.ts'

export interface HostileRequest {
  operation: Operation
  /** The address and the method are still those of the operation: only what is declared for it may be answered. */
  intact: boolean
  method: string
  path: string
  headers: OutgoingHttpHeaders
  body: Buffer | undefined
  /** Texts that the sender has no right to see. */
  hidden: readonly string[]
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH', 'PURGE']
const TYPES = [
  ...['text/plain', 'application/json; charset=utf-16', 'application/x-www-form-urlencoded', '', 'a/b; c=', '*/*'],
  ...['multipart/form-data; boundary=x', 'application/merge-patch+json', 'APPLICATION/JSON', 'application/json,x'],
]
const ENCODINGS = ['gzip', 'br', 'deflate', 'identity', 'x', 'gzip, gzip', '__proto__']
/** Headers that frameworks act on. */
const HEADERS = [
  ...[
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'forwarded',
    'x-http-method-override',
    'x-request-id',
  ],
  ...[
    'range',
    'if-none-match',
    'if-modified-since',
    'accept',
    'accept-encoding',
    'accept-language',
    'cookie',
    'origin',
  ],
  ...['referer', 'user-agent', 'te', 'via', 'webhook-id', 'webhook-signature', 'webhook-timestamp', 'x-original-url'],
]

/** A request that a route takes, made wrong in up to three ways: who asks, what is asked, how it is written down. */
export function hostileRequest(
  operations: readonly Operation[],
  target: Target,
  known: KnownValues,
  random: SeededRandom,
): HostileRequest {
  const operation = pickOperation(operations, random)
  const caller = pickCaller(operation, target, random)
  const address = pickAddress(operation, known, random)
  const method = random.chance(0.93) ? operation.method : random.pick(METHODS)
  const body = makeBody(operation, known, random)
  const headers: OutgoingHttpHeaders = {
    ...(body !== undefined && { 'content-type': random.chance(0.95) ? 'application/json' : random.pick(TYPES) }),
    ...(operation.path.startsWith('/notify') && signature(target, body ?? Buffer.alloc(0), random)),
    ...(caller.token !== undefined && { authorization: caller.token }),
    ...(operation.idempotent && random.chance(0.3) && { 'idempotency-key': `k-${random.int(50)}` }),
    ...(random.chance(0.03) && { 'idempotency-key': asHeader(oddString(random)) }),
    ...(random.chance(0.03) && { 'content-encoding': random.pick(ENCODINGS) }),
    ...(random.chance(0.1) && { [random.pick(HEADERS)]: asHeader(oddString(random)) }),
  }
  // Node leaves the framing out where a body is unusual, and the body would then be read as the next request.
  if (body !== undefined && random.chance(0.1)) headers['transfer-encoding'] = 'chunked'
  else if (body !== undefined) headers['content-length'] = body.length
  const intact = address.intact && method === operation.method
  // Whoever has a pairing code is let into its store, and told its name.
  const hidden = operation.name === 'POST /v1/devices/pair' ? [] : caller.hidden
  return { operation, intact, method, path: address.path, headers, body, hidden }
}

/** A list of thousands of stores makes every answer slow, pairing is slow on purpose, speech is a process: more of them shows no more. */
const SELDOM = [
  'POST /v1/stores',
  'POST /v1/stores/{id}/pairing-codes',
  'POST /v1/devices/pair',
  'POST /v1/speech',
  'POST /v1/keys',
]

function pickOperation(operations: readonly Operation[], random: SeededRandom): Operation {
  const operation = random.pick(operations)
  return SELDOM.includes(operation.name) && random.chance(0.9) ? pickOperation(operations, random) : operation
}

function pickCaller(
  { callers }: Operation,
  { shops, keys, revoked, secret }: Target,
  random: SeededRandom,
): { token: string | undefined; hidden: string[] } {
  const marks = shops.map(({ mark }) => mark)
  const device = (index: 0 | 1) => {
    const { token } = random.pick(shops[index].devices)
    return { token: `Bearer ${token}`, hidden: [marks[1 - index] ?? ''] }
  }
  if (random.chance(0.85)) {
    const kind = callers.length === 0 ? 'signature' : random.pick(callers)
    if (kind === 'device') return device(random.chance(0.5) ? 0 : 1)
    if (kind === 'ordering' || kind === 'operator') return { token: `Bearer ${keys[kind]}`, hidden: [] }
    return { token: undefined, hidden: marks }
  }
  const wrong = [undefined, revoked, secret, `${keys.operator}x`, keys.operator.toLowerCase(), oddString(random)]
  const token = random.pick(wrong)
  if (random.chance(0.3)) return device(random.chance(0.5) ? 0 : 1)
  const scheme = random.pick(['Bearer ', 'bearer  ', 'Basic ', ''])
  return { token: token === undefined ? undefined : asHeader(`${scheme}${token}`), hidden: marks }
}

function pickAddress(operation: Operation, known: KnownValues, random: SeededRandom) {
  const id = known.id(operation.path, random)
  const plain = /^[\w-]+$/.test(id)
  const written = plain || random.chance(0.7) ? encodeURIComponent(id.toWellFormed()) : asPath(id)
  // Dots are folders, and an empty name ends the path: another address, or none.
  const intact = !operation.path.includes('{id}') || plain || (/^%|^\w/.test(written) && !/[/?#.]/.test(written))
  const path = operation.path.replace('{id}', () => written)
  const query = operation.query
    .filter(() => random.chance(0.4))
    .flatMap(({ name, schema }) => {
      const odd = random.chance(0.15)
      const value = odd ? oddString(random) : String(exampleOf(schema, random, known.fields(random), name))
      const part = `${name}=${encodeURIComponent(value.toWellFormed())}`
      return random.chance(0.03) ? [part, part] : [part]
    })
  if (random.chance(0.05)) query.push(asPath(`${oddString(random)}=${oddString(random)}`).replaceAll('#', ''))
  const whole = query.length === 0 ? path : `${path}?${query.join('&')}`
  return random.chance(0.98)
    ? { path: whole, intact: intact && isDecodable(written) }
    : { path: asPath(`${whole}${oddString(random)}`), intact: false }
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

function makeBody(operation: Operation, known: KnownValues, random: SeededRandom): Buffer | undefined {
  if (operation.body === undefined) return random.chance(0.1) ? Buffer.from(oddString(random)) : undefined
  const sound = exampleOf(operation.body, random, known.fields(random))
  if (random.chance(0.25)) return Buffer.from(stringify(sound, random))
  const text = stringify(mutate(sound, random), random)
  return random.chance(0.2) ? mutateText(text, random) : Buffer.from(text)
}

/** Mostly the right one: what is not signed goes nowhere. */
function signature({ secret }: Target, body: Buffer, random: SeededRandom): OutgoingHttpHeaders {
  const headers = webhookHeaders(secret, Date.now(), body, `msg_${random.int(1_000)}`)
  const { 'webhook-timestamp': seconds, 'webhook-signature': right = '' } = headers
  return {
    ...headers,
    'webhook-timestamp': random.chance(0.97) ? seconds : String(Number(seconds) - 1_000),
    'webhook-signature': random.chance(0.93)
      ? right
      : asHeader(`${right.slice(0, random.int(30))}${oddString(random)}`),
  }
}

/** As much of it as can stand in a header. */
function asHeader(text: string): string {
  return text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '').slice(0, 4_000)
}

/** As much of it as can stand in the first line of a request, escaped or not. */
function asPath(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, (char) => encodeURIComponent(char.toWellFormed())).slice(0, 8_000)
}
