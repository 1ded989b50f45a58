import { expect } from 'vitest'
import { PROBLEMS, type ProblemCode } from '../../../shared/problem.ts'
import { signed } from '../../support/test-api.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { noticeText, WEBHOOK_PATH } from '../../support/webhook.ts'
import { exchange, readAnswers, type WireAnswer } from './raw-exchange.ts'

/** A line of the log; what `answered` alone has is absent from others. */
type Line = {
  msg: string
  method?: string | undefined
  route?: string
  status?: number | undefined
  problem?: string | undefined
}

export interface CallbackPlace {
  server: TestServer
  /** A sound notice of a payment for an order that nobody knows. */
  notice: string
  /** The request of that notice, with another first line, other headers or another body if wanted. */
  request(wanted?: {
    target?: string
    method?: string
    version?: string
    headers?: string
    body?: string | null
  }): string
  /** Sends a request; returns its answers and the log of it. */
  ask(request: string): Promise<{ answers: WireAnswer[]; logged: Line[] }>
}

/** Starts a server that logs everything; `env` switches more providers on. */
export async function createCallbackPlace(env: Record<string, string> = {}): Promise<CallbackPlace> {
  const lines: Line[] = []
  const server = await startTestServer({ env, log: (line) => lines.push(JSON.parse(line)) })
  const notice = noticeText(server.running.ctx.clock.now(), {
    transactionId: 'tx-1',
    orderNumber: 'nobody',
    amountMinor: 1,
  })
  const signature = Object.entries(signed(server.running, notice)).map(([name, value]) => `${name}: ${value}\r\n`)
  return {
    server,
    notice,
    request({ target = WEBHOOK_PATH, method = 'POST', version = '1.1', headers = '', body = notice } = {}) {
      const length = body === null ? '' : `Content-Length: ${Buffer.byteLength(body, 'latin1')}\r\n`
      const head = `${method} ${target} HTTP/${version}\r\nHost: bell.example\r\nConnection: close\r\n`
      return `${head}${signature.join('')}${headers}${length}\r\n${body ?? ''}`
    },
    async ask(request) {
      lines.length = 0
      const answers = readAnswers(await exchange(server.url, request))
      const hasId = answers.some(({ headers }) => headers['x-request-id'] !== undefined)
      if (hasId) await expect.poll(() => lines.map(({ msg }) => msg)).toContain('answered')
      const logged = lines.map(({ msg, method, route, status, problem }) =>
        msg === 'answered' ? answered(status, problem, route, method) : { msg },
      )
      return { answers, logged }
    },
  }
}

export const CLOSED = { date: '*', connection: 'close' }

/** The whole answer to a callback that is taken. */
export const TAKEN: WireAnswer = {
  line: 'HTTP/1.1 204 No Content',
  headers: { 'x-request-id': '*', ...CLOSED },
  body: '',
}

const REASONS: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
}

/** The whole answer to a callback that is refused: no header of a page, no word more. */
export function refusal(code: ProblemCode, { detail, ...headers }: Record<string, string> = {}): WireAnswer {
  const { status, title } = PROBLEMS[code]
  const body = JSON.stringify({ type: `/problems/${code}`, title, status, code, detail, requestId: '*' })
  return {
    line: `HTTP/1.1 ${status} ${REASONS[status]}`,
    headers: {
      'x-request-id': '*',
      'content-type': 'application/problem+json; charset=utf-8',
      'content-length': String(Buffer.byteLength(body) - 1 + 'rq_'.length + 32),
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...headers,
      ...CLOSED,
    },
    body,
  }
}

/** The line `answered`, which every request with an id has. */
export function answered(status?: number, problem?: string, route = WEBHOOK_PATH, method = 'POST'): Line {
  return { msg: 'answered', method, route, status, problem }
}

export const NOT_BELIEVED = { msg: 'a callback is not believed' }
export const REFUSED = { msg: 'a callback is refused' }
