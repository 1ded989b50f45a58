import type { IncomingHttpHeaders } from 'node:http'
import { PROBLEMS, type ProblemCode, problemSchema } from '../../../shared/problem.ts'
import type { HostileRequest } from './requests.ts'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

/** What an answer would show if the inside showed through: stack traces, file names, SQL, the driver's words. */
const INSIDE =
  /\n\s+at |node_modules|\.ts:\d|SQLITE|\b(SELECT|INSERT|UPDATE|DELETE|PRAGMA)\b .*\b(FROM|INTO|SET)\b|knex|ZodError/

/** What is wrong with an answer, in a few words; `undefined` when it is one of those that were promised. */
export function judgeReply(request: HostileRequest, answer: Answer, secrets: readonly string[]): string | undefined {
  const { text, status } = answer
  const shown = secrets.find((secret) => text.includes(secret))
  if (shown !== undefined) return `the answer shows the secret ${shown.slice(0, 8)}…`
  const mark = request.hidden.find((hidden) => text.includes(hidden))
  if (mark !== undefined) return `I12: the answer shows what is not the caller's: ${mark}`
  const inside = INSIDE.exec(text)?.[0]
  if (inside !== undefined) return `the answer shows the inside: ${inside}`
  return status < 400 ? judgeSuccess(request, answer) : judgeProblem(request, answer)
}

function judgeSuccess({ operation, intact, method }: HostileRequest, answer: Answer): string | undefined {
  const { status, text, headers } = answer
  // Another method or address may be that of another call; what is asked here is no more than that nothing breaks.
  if (!intact) return method === 'HEAD' && text !== '' ? 'a HEAD with a body' : undefined
  const { success } = operation
  if (status !== success.status) return `status ${status}, declared is ${success.status}`
  if (success.file !== undefined)
    return headers['content-type'] === success.file ? undefined : `a file as ${headers['content-type']}`
  if (success.schema === undefined) return text === '' ? undefined : `a body with ${status}`
  const parsed = success.schema.safeParse(parse(text))
  if (parsed.success) return undefined
  const [issue] = parsed.error.issues
  return `the answer is not what is declared: ${issue?.path.join('.')}: ${issue?.message}`
}

/** Node takes 16 KiB of first line and headers, and refuses more by itself. */
const LONG_HEAD = 12_000

function judgeProblem(request: HostileRequest, answer: Answer): string | undefined {
  const { operation, intact, method } = request
  const { status, headers, text } = answer
  const head = request.path.length + JSON.stringify(request.headers).length
  if (status === 431 && text === '' && head > LONG_HEAD) return undefined
  if (method === 'HEAD' && text === '' && status < 500) return undefined
  const problem = problemSchema.strict().safeParse(parse(text)).data
  if (problem === undefined || !Object.hasOwn(PROBLEMS, problem.code)) return `status ${status} without a problem`
  if (PROBLEMS[problem.code as ProblemCode].status !== status || problem.status !== status)
    return `status ${status} with ${problem.code}`
  if (headers['content-type'] !== 'application/problem+json; charset=utf-8')
    return `a problem as ${headers['content-type']}`
  // Nothing is wrong with the disk, nor with a provider: none is set up.
  if (status >= 500) return `status ${status}, ${problem.code}`
  return intact && !operation.problems.has(problem.code) ? `${problem.code} is not declared` : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
