import type { Requester, RestReply, RestRequest } from '../../../../desktop/core/ports.ts'
import { PROBLEMS, type ProblemCode } from '../../../../shared/problem.ts'

export interface ScriptedRequester extends Requester {
  requests: RestRequest[]
  /** Answers every request from now on; `never` leaves it open, an error is a network that failed. */
  answer(how: RestReply | Error | 'never'): void
  /** Answers by hand: the request waits until `settle`. */
  settle(how: RestReply | Error): void
}

export const ACCEPTED: RestReply = { status: 200, body: { id: 1 } }

export function problem(code: ProblemCode, more: { detail?: string; retryMs?: number } = {}): RestReply {
  const { status, title } = PROBLEMS[code]
  return { status, body: { type: `/problems/${code}`, title, status, code, ...more } }
}

export function createScriptedRequester(): ScriptedRequester {
  const requests: RestRequest[] = []
  let how: RestReply | Error | 'never' = ACCEPTED
  let settle = (_: RestReply | Error) => {}

  return {
    requests,
    answer(next) {
      how = next
    },
    settle: (reply) => settle(reply),
    request(request) {
      requests.push(request)
      if (how instanceof Error) return Promise.reject(how)
      if (how !== 'never') return Promise.resolve(how)
      return new Promise((resolve, reject) => {
        settle = (reply) => (reply instanceof Error ? reject(reply) : resolve(reply))
      })
    },
  }
}
