import { createSeededRandom } from '../../support/seeded-random.ts'
import { readContract } from './contract.ts'
import { type Answer, judgeReply } from './judge-reply.ts'
import { createKnownValues } from './known-values.ts'
import { type HostileRequest, hostileRequest } from './requests.ts'
import { createSender } from './send-request.ts'
import type { Target } from './target.ts'

/** Requests on their way at one time. */
const AT_ONCE = 8
/** A run that found this much has found enough. */
const MAX_FOUND = 20

export interface Fuzzed {
  /** How often, by status or close code. */
  answers: Record<string, number>
  /** What was answered otherwise than promised, with what was sent. */
  found: string[]
}

export interface FuzzOptions {
  seed: number
  count: number
  /** Called after every input. */
  sent(): void
}

/** Sends `count` requests of which hardly any is right; the n-th is decided by the seed, n, and what was learnt before. */
export async function fuzzRequests(target: Target, { seed, count, sent }: FuzzOptions): Promise<Fuzzed> {
  const operations = await readContract(target.url)
  const known = createKnownValues(target)
  const sender = createSender(target.url, AT_ONCE)
  const fuzzed: Fuzzed = { answers: {}, found: [] }
  let next = 0

  async function one(index: number): Promise<void> {
    const request = hostileRequest(operations, target, known, createSeededRandom(seed * 1_000_003 + index))
    const said = await sender.send(request).then(
      (answer) => {
        fuzzed.answers[answer.status] = (fuzzed.answers[answer.status] ?? 0) + 1
        if (request.intact && answer.status < 300) known.learn(request.operation.name, parse(answer))
        return judgeReply(request, answer, secretsBeside(request, answer, target))
      },
      (error: unknown) => `no answer: ${error instanceof Error ? error.message : String(error)}`,
    )
    if (said !== undefined) fuzzed.found.push(`${said}\n    request ${index}: ${shown(request)}`)
    sent()
  }

  async function lane(): Promise<void> {
    while (next < count && fuzzed.found.length < MAX_FOUND) await one(next++)
  }

  try {
    await Promise.all(Array.from({ length: AT_ONCE }, lane))
  } finally {
    sender.close()
  }
  return fuzzed
}

/** A pairing hands out a token of its own, which is none of those that exist already. */
function secretsBeside({ headers }: HostileRequest, { text }: Answer, { secrets }: Target): string[] {
  // What somebody sends and is told again is no secret to them; whether it is repeated at all is looked at elsewhere.
  const own = String(headers.authorization ?? '')
  return text === '' ? [] : secrets.filter((secret) => !own.includes(secret))
}

function parse({ text }: Answer): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Enough to send it again by hand. */
function shown({ method, path, headers, body }: HostileRequest): string {
  const text = body === undefined ? '' : ` ${JSON.stringify(body.toString('latin1').slice(0, 600))}`
  return `${method} ${path.slice(0, 600)} ${JSON.stringify(headers)}${text}`
}
