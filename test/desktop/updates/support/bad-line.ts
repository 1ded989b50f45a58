import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What a bad line, or whoever sits on it, does to an answer; `undefined`: nothing. */
export type Mischief = (request: IncomingMessage, response: ServerResponse, body: Buffer) => boolean

export interface BadLine {
  /** Ends in `/`. */
  url: string
  /** Every path that was asked for, in order. */
  asked: string[]
  /** Every range that the server answered with just that. */
  ranges: string[]
  /** From now on. Whoever returns `true` has answered. */
  use(mischief: Mischief): void
}

/** Stands between a client and a real server, and hands everything on until it is told otherwise. */
export async function startBadLine(server: string): Promise<BadLine> {
  const asked: string[] = []
  const ranges: string[] = []
  let mischief: Mischief = () => false
  const line = createServer((request, response) => {
    asked.push(request.url ?? '')
    // The server behind it may be ending with its test; then this line breaks too.
    handOn(request, response).catch(() => response.destroy())
  })

  async function handOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { range } = request.headers
    const reply = await fetch(new URL(request.url ?? '', server), range === undefined ? {} : { headers: { range } })
    const body = Buffer.from(await reply.arrayBuffer())
    if (range !== undefined && reply.status === 206) ranges.push(range)
    if (mischief(request, response, body)) return
    response.writeHead(reply.status, { 'content-length': body.length })
    response.end(body)
  }
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    line.closeAllConnections()
    line.close()
  })
  const { port } = line.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/updates/`,
    asked,
    ranges,
    use(next) {
      mischief = next
    },
  }
}

export const isInstaller = (request: IncomingMessage) => request.url?.endsWith('.exe') === true
