import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Most requests of one connection that may wait for their answers. Proxies and browsers wait for each answer; some
 * libraries send a few ahead.
 */
const MAX_UNDER_WAY = 16

/**
 * Wraps a request listener so that a connection which sends requests without reading the answers is destroyed: Node
 * handles every request of a chunk at once, and holds the answers in memory until they are read.
 */
export function boundPipelining(answer: RequestListener): RequestListener {
  const underWay = new WeakMap<Socket, number>()
  return (request, response) => {
    const { socket } = request
    const count = (underWay.get(socket) ?? 0) + 1
    if (count > MAX_UNDER_WAY) return void socket.destroy()
    underWay.set(socket, count)
    response.on('close', () => underWay.set(socket, (underWay.get(socket) ?? 1) - 1))
    answer(request, response)
  }
}
