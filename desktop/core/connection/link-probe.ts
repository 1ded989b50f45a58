import * as z from 'zod'
import type { FailedAttempt, LinkFault, LinkProbe } from '../ports.ts'
import type { Fetch, FetchReply } from '../rest/fetch.ts'
import { faultOfSilence, handshakeStatus } from './link-fault.ts'

/** The longest time for one question, milliseconds. A proxy that hangs is as good as away. */
const ASK_MS = 8_000
/** The answer of our server's `/healthz`, and nobody else's. */
const healthSchema = z.object({ status: z.literal('ok') })
/** The answer of `/readyz` of a server that cannot do its work now. */
const notReadySchema = z.object({ status: z.literal('unavailable'), fault: z.string().regex(/^[a-z0-9_]{1,30}$/) })

/** Statuses of a handshake with which our server itself refuses: it is full or stops, knows no such name, has had enough. */
const OF_OUR_SERVER = [421, 429, 503]
/** A proxy wants its own password (RFC 9110), and a network wants a login (RFC 6585). */
const PROXY_PASSWORD = 407
const NETWORK_LOGIN = 511

/**
 * Makes the probe of one server. After a socket that failed without a word it asks the server's `/healthz` as any page
 * would: a browser tells a page nothing about a socket that failed, but whether plain HTTP gets through.
 */
export function createLinkProbe(deps: {
  fetch: Fetch
  /** The server's address. */
  server: string
  /** Whether this machine has a network; absent: the host cannot tell. */
  online?: (() => boolean | undefined) | undefined
}): LinkProbe {
  const { server } = deps
  const ownMachine = OWN_MACHINE.test(server)
  const surroundings = () => ({ ownMachine, online: deps.online?.() })

  function ask(path: string): Promise<FetchReply> {
    return deps.fetch({ method: 'GET', url: `${server}${path}`, headers: {}, redirect: 'manual', limitMs: ASK_MS })
  }

  /** Tells why a server that answers `/healthz` has not let the socket in. */
  async function faultOfSocket({ error, welcomed }: FailedAttempt): Promise<LinkFault | undefined> {
    const status = handshakeStatus(error)
    const ready = await ask('/readyz')
    const notReady = ready.status === 503 ? notReadySchema.safeParse(await bodyOf(ready)).data : undefined
    if (notReady !== undefined) return { kind: 'refused', why: `not_ready_${notReady.fault}` }
    // The link was there, so sockets pass; it has only just broken.
    if (welcomed) return undefined
    if (status !== undefined && OF_OUR_SERVER.includes(status)) return { kind: 'refused', why: `http_${status}` }
    return { kind: 'proxy', why: status === undefined ? 'no_socket' : `http_${status}` }
  }

  async function probe(attempt: FailedAttempt): Promise<LinkFault | undefined> {
    const { error } = attempt
    if (error !== undefined && handshakeStatus(error) === undefined) {
      const { fault, decisive } = faultOfSilence(error, surroundings())
      if (decisive) return fault
    }
    const reply = await ask('/healthz')
    const { status } = reply
    if (status === PROXY_PASSWORD) return { kind: 'proxy', why: `http_${status}` }
    // An opaque redirect has the status 0 (Fetch standard).
    if (status === NETWORK_LOGIN || status === 0 || (status >= 300 && status < 400)) return PORTAL
    if (status !== 200) return { kind: 'refused', why: `http_${status}` }
    return healthSchema.safeParse(await bodyOf(reply)).success ? await faultOfSocket(attempt) : PORTAL
  }

  return (attempt) => probe(attempt).catch((error: unknown) => faultOfSilence(error, surroundings()).fault)
}

/** Something else answers in the server's place, as a network does that wants a login first. */
const PORTAL: LinkFault = { kind: 'no_network', why: 'portal' }

function bodyOf(reply: FetchReply): Promise<unknown> {
  return reply.json().catch(() => undefined)
}

/** The addresses of this very machine: its loopback addresses, and the names that always mean them (RFC 6761). */
const OWN_MACHINE = /^https?:\/\/(([\w-]+\.)*localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?(\/|$)/i
