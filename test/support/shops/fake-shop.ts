import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An answer of a shop’s API. */
export interface ShopAnswer {
  status: number
  body: object
}

export interface FakeShop {
  /** The address of the shop’s API. */
  url: string
  /** Every call that came in, oldest first: method and path. */
  calls: string[]
  /** The statuses with which the next calls are answered in place of the true answer; 0 hangs up. */
  failures: number[]
  close(): Promise<void>
}

/** Opens the API of an imitated shop on a free port of this machine. */
export async function openShop(answer: (request: IncomingMessage, body: string) => ShopAnswer): Promise<FakeShop> {
  const calls: string[] = []
  const failures: number[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      calls.push(`${request.method} ${request.url}`)
      const failure = failures.shift()
      if (failure === 0) return void request.socket.destroy()
      const { status, body } =
        failure === undefined ? answer(request, Buffer.concat(parts).toString('utf8')) : { status: failure, body: {} }
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    failures,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
