import { createServer, type IncomingMessage, request } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server that a reverse proxy shows below a path. */
export interface ProxiedServer {
  /** `/bell`. */
  path: string
  /** Address of the server. */
  server: string
  /** Whether the proxy takes the path away before it passes a request on. */
  strips: boolean
}

/** Starts a reverse proxy with several servers below paths of one origin; resolves to that origin. */
export async function startPathProxy(behind: readonly ProxiedServer[]): Promise<string> {
  const open = new Set<Socket>()

  function routeOf({ url = '/' }: IncomingMessage): { server: URL; target: string } | undefined {
    const found = behind.find(({ path }) => url === path || url.startsWith(`${path}/`) || url.startsWith(`${path}?`))
    if (found === undefined) return undefined
    const stripped = url.slice(found.path.length)
    const target = found.strips ? (stripped.startsWith('/') ? stripped : `/${stripped}`) : url
    return { server: new URL(found.server), target }
  }

  const proxy = createServer((question, answer) => {
    const route = routeOf(question)
    if (route === undefined) return void answer.writeHead(404).end('the proxy has nothing here')
    const { method = 'GET', headers } = question
    const { hostname: host, port } = route.server
    const onward = request({ host, port, path: route.target, method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    question.pipe(onward)
  })
  proxy.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => open.delete(socket))
  })
  proxy.on('upgrade', (question: IncomingMessage, stream: Socket) => {
    const route = routeOf(question)
    if (route === undefined) return stream.destroy()
    const onward = connect({ host: route.server.hostname, port: Number(route.server.port) })
    const { rawHeaders } = question
    const lines = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${rawHeaders[i + 1]}`] : []))
    onward.write(`GET ${route.target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    onward.pipe(stream).pipe(onward)
    onward.on('error', () => stream.destroy())
    onward.on('close', () => stream.destroy())
    stream.on('close', () => onward.destroy())
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of open) socket.destroy()
    await new Promise<void>((resolve) => proxy.close(() => resolve()))
  })
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
}
