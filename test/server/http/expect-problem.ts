import { expect } from 'vitest'
import { PROBLEMS, type Problem, type ProblemCode, problemSchema } from '../../../shared/problem.ts'
import type { RawReply } from './raw-request.ts'

/** Stands in hostile input wherever a text may stand; no answer may repeat it. */
export const MARKER = 'Zq7-canary'

/** What an answer would show if the inside showed through: stack traces, file names, SQL, the driver's words. */
const INSIDE = /\n\s+at |node_modules|\.ts:\d|SQLITE|\b(SELECT|INSERT|UPDATE|DELETE|PRAGMA)\b |knex|ZodError|stack"/i

/**
 * Expects the catalogued problem and nothing beside it. Fails softly with `tried` in the message; returns the problem.
 *
 * @param secrets texts that must not be in the answer: keys, tokens
 */
export function expectProblem(
  tried: string,
  { status, headers, text }: RawReply,
  code: ProblemCode,
  secrets: readonly string[] = [],
): Problem | undefined {
  const problem = problemSchema.strict().safeParse(parse(text)).data
  expect
    .soft(
      {
        status,
        ...problem,
        type: headers['content-type'],
        id: headers['x-request-id'],
        challenge: headers['www-authenticate'],
        retryAfter: headers['retry-after'],
        leaks: [INSIDE.exec(text)?.[0], ...[MARKER, ...secrets].filter((secret) => text.includes(secret))],
      },
      `${tried}: ${text.slice(0, 300)}`,
    )
    .toMatchObject({
      status: PROBLEMS[code].status,
      code,
      title: PROBLEMS[code].title,
      type: 'application/problem+json; charset=utf-8',
      id: problem?.requestId ?? 'a request id',
      challenge: PROBLEMS[code].status === 401 ? 'Bearer' : undefined,
      retryAfter: problem?.retryMs === undefined ? undefined : String(Math.ceil(problem.retryMs / 1000)),
      leaks: [undefined],
    })
  expect.soft(problem?.type, tried).toBe(`/problems/${code}`)
  return problem
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
