import { isIP } from 'node:net'
import type { RequestHandler } from 'express'
import { cleanLine } from '../../shared/text.ts'
import type { Context } from '../context/context.ts'
import { appError } from '../lib/app-error.ts'
import { asciiHostName } from '../lib/host-name.ts'

/** Tells whether a request's `Host` is a name of this server. */
export type KnowsHost = (host: string | undefined) => boolean

/**
 * Suffixes that nobody can buy, and so no page of the internet can have: RFC 6761 (localhost), RFC 6762 (local), RFC 8375
 * (home.arpa), the name that ICANN keeps free for private networks (internal), and what most routers hand out (lan).
 */
const PRIVATE_SUFFIXES = ['localhost', 'local', 'home.arpa', 'internal', 'lan']
/** `Host = uri-host [ ":" port ]` (RFC 9110 §7.2). */
const HOST = /^(\[[0-9A-Fa-f:.]+\]|[^\s:/?#@[\]\\]+)(?::\d{0,5})?$/
/** Different refused names that are logged: their number is the caller's choice. */
const MOST_LOGGED = 20

export interface HostNames {
  /** The address at which the world reaches this server; its host is known. */
  publicUrl: string | undefined
  /** Names from ALLOWED_HOSTS: `bell.example`, `*.example` (every name below it), `*` (every name). In any script. */
  allowed: readonly string[]
  /** The machine's own name. */
  ownName: string
  logger: Context['logger']
}

/**
 * Makes the check against DNS rebinding: a page whose name an attacker lets point at this server is, for a browser, a
 * page of this server, and may read what needs no key, try pairing codes, and pass the check of `Origin`.
 *
 * Known are addresses (an address is not looked up, so it cannot be rebound), names without a dot, names that only a
 * private network has, the machine's own name, and the names of the configuration. A request without `Host` (HTTP/1.0)
 * is not a browser's. Each unknown name is logged once, twenty at most.
 */
export function createKnownHosts({ publicUrl, allowed, ownName, logger }: HostNames): KnowsHost {
  const own = publicUrl !== undefined && URL.canParse(publicUrl) ? [new URL(publicUrl).hostname] : []
  const names = new Set([...own, ownName, ...allowed].map((name) => asciiHostName(name) ?? name.toLowerCase()))
  const wildcards = [...names].filter((name) => name.startsWith('*.')).map((name) => name.slice(2))
  const suffixes = [...PRIVATE_SUFFIXES, ...wildcards]
  const logged = new Set<string>()

  function isKnown(name: string): boolean {
    if (names.has('*') || names.has(name) || !name.includes('.')) return true
    return isIP(name) !== 0 || suffixes.some((suffix) => name.endsWith(`.${suffix}`))
  }

  return (host) => {
    if (host === undefined) return true
    const name = hostNameOf(host)
    if (name !== undefined && isKnown(name)) return true
    const shown = cleanLine(name ?? host, 100)
    if (!logged.has(shown) && logged.size < MOST_LOGGED) {
      logged.add(shown)
      logger.warn({ host: shown }, 'a request for a host that this server does not go by is refused')
    }
    return false
  }
}

/** Reads the name out of a `Host` header, in lower case, without port and final dot; `undefined`: malformed. */
function hostNameOf(host: string): string | undefined {
  const name = HOST.exec(host)?.[1]?.toLowerCase()
  if (name === undefined) return undefined
  if (!name.startsWith('[')) return name.replace(/\.$/, '')
  const address = name.slice(1, -1)
  return isIP(address) === 6 ? 'localhost' : undefined
}

/** Makes the middleware that throws `host_unknown` for a host that is not this server's. */
export function refuseUnknownHost(knowsHost: KnowsHost): RequestHandler {
  return (request, _response, next) => next(knowsHost(request.headers.host) ? undefined : appError('host_unknown'))
}
