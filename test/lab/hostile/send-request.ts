import { Agent, request as httpRequest } from 'node:http'
import type { Answer } from './judge-reply.ts'
import type { HostileRequest } from './requests.ts'

/** Sends requests over connections that are kept. */
export interface Sender {
  /** Rejects when there was no whole answer. */
  send(request: Pick<HostileRequest, 'method' | 'path' | 'headers' | 'body'>): Promise<Answer>
  close(): void
}

const TIMEOUT_MS = 60_000

export function createSender(url: string, connections: number): Sender {
  const { hostname, port } = new URL(url)
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    send({ method, path, headers, body }) {
      return new Promise((resolve, reject) => {
        const sent = httpRequest({ hostname, port, agent, method, path, headers, timeout: TIMEOUT_MS }, (response) => {
          let text = ''
          response.setEncoding('utf8').on('data', (part: string) => {
            text += part
          })
          response.on('error', reject)
          response.on('close', () => {
            const { statusCode: status = 0, headers, complete } = response
            if (complete) resolve({ status, headers, text })
            else reject(new Error('the answer broke off'))
          })
        })
        sent.on('timeout', () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)))
        sent.on('error', reject)
        sent.end(body)
      })
    },
    close: () => agent.destroy(),
  }
}
