import { encodeFrame, openRaw, type RawSocket, upgradeRequest } from './raw-socket.ts'

/** A way to hold a connection without getting on with it. */
export interface SlowKind {
  name: string
  /** Sent at once. */
  begin: string
  /** Sent a byte at a time, over and over; absent: nothing more is sent. */
  drip?: string | Buffer
  /** The server is rid of it within this time, milliseconds. */
  within: number
}

/** `headersTimeout` and `requestTimeout` of the server, and how often Node looks, which is every 30 s. */
const HEADERS_MS = 20_000
const REQUEST_MS = 30_000
const NODE_LOOKS_MS = 30_000
/** HELLO_TIMEOUT_MS, a second until the next look, and the two seconds that a peer has to answer a close. */
const HELLO_MS = 5_000 + 1_000 + 2_000
/** What a slow machine takes beyond them; a connection that nobody ends is there for ever. */
const SLACK_MS = 60_000

/** A frame that says that it is long. Its bytes come one by one, and never all. */
const unfinished = encodeFrame({ payload: JSON.stringify({ op: 'hello' }).padEnd(16_000) })

/** Connections for WebSockets that never say hello: the server counts them, and knows soon. */
export const SLOW_HELLOS: readonly SlowKind[] = [
  { name: 'a WebSocket without a word', begin: upgradeRequest(), within: HELLO_MS + SLACK_MS },
  { name: 'a hello byte by byte', begin: upgradeRequest(), drip: unfinished, within: HELLO_MS + SLACK_MS },
]

const post = 'POST /notify/standard-webhooks HTTP/1.1\r\nHost: localhost\r\n'

/** Requests that never end. Node's own clock decides; no test can make it go faster. */
export const SLOW_REQUESTS: readonly SlowKind[] = [
  { name: 'a connection without a byte', begin: '', within: HEADERS_MS + NODE_LOOKS_MS + SLACK_MS },
  {
    name: 'headers byte by byte',
    begin: '',
    drip: `${post}X: `.padEnd(15_000, 'x'),
    within: HEADERS_MS + NODE_LOOKS_MS + SLACK_MS,
  },
  {
    name: 'an upgrade byte by byte',
    begin: '',
    drip: upgradeRequest().slice(0, -2).padEnd(15_000, 'x'),
    within: HEADERS_MS + NODE_LOOKS_MS + SLACK_MS,
  },
  {
    name: 'a body byte by byte',
    begin: `${post}Content-Length: 200000\r\n\r\n`,
    drip: 'x',
    within: REQUEST_MS + NODE_LOOKS_MS + SLACK_MS,
  },
  {
    name: 'a body of 10 GB that does not come',
    begin: `${post}Content-Length: 10000000000\r\n\r\n{`,
    within: REQUEST_MS + NODE_LOOKS_MS + SLACK_MS,
  },
]

/** Connections opened at once. */
const AT_ONCE = 100
/** Ephemeral ports, and limits by address, are counted for each address. */
const PER_ADDRESS = 1_000

export interface SlowConnection {
  kind: SlowKind
  raw: RawSocket
  openedAt: number
  closedAt: number | undefined
}

/** Opens so many connections of each kind, from many addresses of this machine. Times are those of `now`. */
export async function openSlow(
  url: string,
  wanted: readonly (readonly [SlowKind, number])[],
  now: () => number,
): Promise<SlowConnection[]> {
  const kinds = wanted.flatMap(([kind, count]) => Array.from({ length: count }, () => kind))
  const opened: SlowConnection[] = []
  for (let from = 0; from < kinds.length; from += AT_ONCE) {
    const batch = kinds.slice(from, from + AT_ONCE).map(async (kind, index) => {
      // Only Linux has all of 127.0.0.0/8 without being told.
      const address = `127.1.${Math.floor((from + index) / PER_ADDRESS)}.1`
      const raw = await openRaw(url, process.platform === 'linux' ? { from: address } : {})
      if (kind.begin !== '') raw.write(kind.begin)
      const connection: SlowConnection = { kind, raw, openedAt: now(), closedAt: undefined }
      void raw.closed.then(() => {
        connection.closedAt = now()
      })
      return connection
    })
    opened.push(...(await Promise.all(batch)))
  }
  return opened
}

/** One more byte on each that is still open and drips. */
export function drip(connections: readonly SlowConnection[], nth: number): void {
  for (const { kind, raw, closedAt } of connections) {
    const bytes = kind.drip === undefined || closedAt !== undefined ? undefined : Buffer.from(kind.drip as string)
    if (bytes !== undefined) raw.write(bytes.subarray(nth % bytes.length, (nth % bytes.length) + 1))
  }
}
