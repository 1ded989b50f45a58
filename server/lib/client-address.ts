import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'

/** The longest text that is kept of an address; a header that nobody checked may hold anything. */
const MAX_LENGTH = 64
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i
/** Bits of an IPv6 address that name a network: a customer owns a whole /64 at least (RFC 6177). */
const NETWORK_BITS = 64
const GROUP_BITS = 16

/**
 * Reads the network that a request comes from: an IPv4 address, or the first `bits` of an IPv6 one. Behind `proxies` reverse
 * proxies it is read from `X-Forwarded-For`, counted from its end, as Express does it.
 */
export function clientNetwork(request: IncomingMessage, proxies: number, bits = NETWORK_BITS): string {
  const { 'x-forwarded-for': header } = request.headers
  const named = typeof header === 'string' ? header.split(',').map((part) => part.trim()) : []
  const chain = [request.socket.remoteAddress ?? 'unknown', ...named.reverse()]
  return networkOf(chain[Math.min(proxies, chain.length - 1)] ?? 'unknown', bits)
}

/** Names the network of an address: itself, or the first `bits` of an IPv6 address, 64 at most. Anything else is its own name, cut short. */
export function networkOf(address: string, bits = NETWORK_BITS): string {
  // IPv4, as of most floods: without the two expressions below, which are a tenth of a guess's refusal.
  if (!address.includes(':')) return address.slice(0, MAX_LENGTH)
  const mapped = MAPPED.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(address)) return address.slice(0, MAX_LENGTH)
  const [before = '', after = ''] = (address.split('%')[0] ?? '').split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':'))
  const missing = 8 - groups(before).length - groups(after).length
  const all = [...groups(before), ...Array<string>(Math.max(0, missing)).fill('0'), ...groups(after)]
  const network = all.slice(0, NETWORK_BITS / GROUP_BITS).map((group, index) => {
    const left = Math.max(0, Math.min(GROUP_BITS, bits - index * GROUP_BITS))
    return (Number.parseInt(group, 16) & (0xffff << (GROUP_BITS - left))).toString(16)
  })
  return `${network.join(':')}::/${bits}`
}
