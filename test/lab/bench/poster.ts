import { connect, type Socket } from 'node:net'

/** Sends requests over kept connections and tells the status of each answer; 0 when there was none. */
export interface Poster {
  post(request: string, done: (status: number) => void): void
  close(): void
}

interface Lane {
  socket: Socket
  /** The request under way. */
  done: ((status: number) => void) | undefined
}

/**
 * HTTP/1.1 over plain sockets, one request at a time on each: a fifth of what `node:http` costs its caller, so that
 * the sender does not compete with the server for the processor. A connection more is opened whenever none is free, up
 * to `most`; beyond that requests wait here, and their latency runs on.
 */
export function createPoster(address: { host: string; port: number; localAddress?: string }, most: number): Poster {
  const free: Lane[] = []
  const waiting: { request: string; done: (status: number) => void }[] = []
  const open = new Set<Lane>()

  function openLane(): Lane {
    const socket = connect({ ...address, noDelay: true })
    const lane: Lane = { socket, done: undefined }
    open.add(lane)
    let received = ''
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      received += text
      const status = finishedStatus(received)
      if (status === undefined) return
      received = ''
      finish(lane, status)
      const next = waiting.shift()
      if (next === undefined) free.push(lane)
      else begin(lane, next.request, next.done)
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      open.delete(lane)
      if (free.includes(lane)) free.splice(free.indexOf(lane), 1)
      finish(lane, 0)
      // Who waited for a lane must not wait for ever because all of them broke.
      const next = waiting.shift()
      if (next !== undefined) begin(openLane(), next.request, next.done)
    })
    return lane
  }

  function begin(lane: Lane, request: string, done: (status: number) => void): void {
    lane.done = done
    lane.socket.write(request)
  }

  function finish(lane: Lane, status: number): void {
    const { done } = lane
    lane.done = undefined
    done?.(status)
  }

  return {
    post(request, done) {
      const lane = free.pop() ?? (open.size < most ? openLane() : undefined)
      if (lane === undefined) waiting.push({ request, done })
      else begin(lane, request, done)
    },
    close() {
      waiting.length = 0
      for (const { socket } of open) socket.destroy()
    },
  }
}

/** A node that did not answer gets nothing for this long, as nginx does it with `fail_timeout=2s`. */
const AVOIDED_MS = 2_000

/**
 * One poster for several nodes, as a proxy with least connections: each request goes to the node that has the fewest of
 * them under way, in turn where several have as few.
 */
export function createLeastBusyPoster(urls: readonly string[], most: number): Poster {
  const nodes = urls.map((url) => {
    const { hostname, port } = new URL(url)
    const poster = createPoster({ host: hostname, port: Number(port) }, most)
    return { poster, underWay: 0, turn: 0, avoidedUntil: 0 }
  })
  let turns = 0

  function choose() {
    const now = performance.now()
    const answering = nodes.filter(({ avoidedUntil }) => avoidedUntil <= now)
    return (answering.length > 0 ? answering : nodes).toSorted((a, b) => a.underWay - b.underWay || a.turn - b.turn)[0]
  }

  return {
    post(request, done) {
      const node = choose()
      if (node === undefined) return done(0)
      node.turn = ++turns
      node.underWay++
      node.poster.post(request, (status) => {
        node.underWay--
        if (status === 0) node.avoidedUntil = performance.now() + AVOIDED_MS
        done(status)
      })
    },
    close() {
      for (const { poster } of nodes) poster.close()
    },
  }
}

/** The status, once the whole answer is there: the head, and as much body as it announces. `text` is latin1. */
function finishedStatus(text: string): number | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1] ?? 0)
  return text.length < end + 4 + length ? undefined : Number(text.slice(9, 12))
}
