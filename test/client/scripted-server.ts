import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished, vi } from 'vitest'

/** A request as the scripted server got it. */
export interface Asked {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

/** One answer; `cut` ends the connection in place of it, `hang` never answers. */
export type Answer = { status: number; headers?: Record<string, string>; body?: unknown } | 'cut' | 'hang'

export interface ScriptedServer {
  url: string
  asked: Asked[]
}

/**
 * Starts an HTTP server that gives these answers, one a request, and the last one from then on: for what a real server
 * does only on a bad day. It ends with the test, and until then chance makes a client's pauses as short as they can be.
 */
export async function startScriptedServer(answers: readonly Answer[]): Promise<ScriptedServer> {
  const asked: Asked[] = []
  const random = vi.spyOn(Math, 'random').mockReturnValue(0)
  onTestFinished(() => random.mockRestore())
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const { method = '', url = '', headers } = request
    const answer = answers[Math.min(asked.length, answers.length - 1)]
    asked.push({ method, url, headers, body: Buffer.concat(parts).toString() })
    if (answer === 'hang') return
    if (answer === undefined || answer === 'cut') return void request.socket.destroy()
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {})
    response.writeHead(answer.status, answer.headers).end(answer.status === 204 ? undefined : text)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

/** Writes a refusal as the server does. */
export function refused(status: number, code: string, more: object = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: { type: `/problems/${code}`, title: 'x', status, code, ...more },
  }
}
