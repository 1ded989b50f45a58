import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface HandshakeProxy {
  url: string
  /** What it answers to handshakes from now on, `400 Bad Request`; `passes` them on, or lets them hang. */
  handshakes: string | 'passes' | 'hangs'
  /** Cuts every socket that it has passed on. */
  cut(): void
}

/** Starts a proxy in front of a server: it passes plain requests on, and treats WebSockets as a test wants. */
export async function startHandshakeProxy(
  server: string,
  handshakes: HandshakeProxy['handshakes'],
): Promise<HandshakeProxy> {
  const open = new Set<Socket>()
  const tunnels = new Set<Socket>()
  const proxy = createServer((question: IncomingMessage, answer: ServerResponse) => {
    const { method = 'GET', url: path = '/', headers } = question
    const onward = request(`${server}${path}`, { method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(answer)
    })
    onward.on('error', () => answer.writeHead(502).end())
    question.pipe(onward)
  })
  proxy.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => open.delete(socket))
  })
  proxy.on('upgrade', (question: IncomingMessage, stream: Socket) => {
    if (self.handshakes === 'passes') return tunnel(question, stream)
    if (self.handshakes === 'hangs') return
    stream.end(`HTTP/1.1 ${self.handshakes}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno`)
  })

  function tunnel({ method, url, rawHeaders }: IncomingMessage, stream: Socket): void {
    const { hostname, port } = new URL(server)
    const onward = connect({ host: hostname, port: Number(port) })
    const lines = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${rawHeaders[i + 1]}`] : []))
    onward.write(`${method} ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    onward.pipe(stream).pipe(onward)
    for (const [one, other] of [
      [onward, stream],
      [stream, onward],
    ] as const) {
      tunnels.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        tunnels.delete(one)
        other.destroy()
      })
    }
  }

  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const self: HandshakeProxy = {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    handshakes,
    cut() {
      for (const socket of tunnels) socket.destroy()
    },
  }
  onTestFinished(() => {
    for (const socket of [...tunnels, ...open]) socket.destroy()
    proxy.close()
  })
  return self
}
