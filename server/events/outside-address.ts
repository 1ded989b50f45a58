import { BlockList, isIP } from 'node:net'

/** The addresses that webhooks may lead to, beside those of the internet over https. */
export interface AddressRules {
  allowHttp: boolean
  /** Also this machine and private networks. */
  allowPrivate: boolean
  /** Also the ports of other services, as where a shop’s own server listens. */
  anyPort?: boolean
}

type Subnet = readonly [network: string, prefix: number]

/** This machine and the networks of a house, by the registries of special addresses (RFC 6890, RFC 6598, RFC 4193). */
const PRIVATE = listOf(
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['::1', 128],
  ['fc00::', 7],
)

/**
 * Where no receiver of webhooks is: link-local addresses, at which clouds keep their keys; groups; addresses for documents
 * and measurements; and IPv6 addresses that lead to an IPv4 address which nobody has looked at (6to4, Teredo,
 * IPv4-translated).
 */
const NEVER = listOf(
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fe80::', 10],
  ['fec0::', 10],
  ['::ffff:0:0:0', 96],
  ['3fff::', 20],
  ['5f00::', 16],
  ['ff00::', 8],
  // Where clouds keep their keys beside the link-local addresses: Alibaba Cloud, Azure, AWS, Google Cloud.
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['fd00:ec2::', 32],
  ['fd20:ce::254', 128],
)

/** IPv6 addresses that stand for an IPv4 address: mapped (RFC 4291 §2.5.5.2), and behind a NAT64 (RFC 6052). */
const EMBEDDING = listOf(['::ffff:0:0', 96], ['64:ff9b::', 96], ['::', 96])

function listOf(...subnets: readonly Subnet[]): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, isIP(network) === 4 ? 'ipv4' : 'ipv6')
  return list
}

/** Tells whether a webhook may be sent to an address, IPv4 or IPv6. */
export function mayCall(address: string, { allowPrivate }: Pick<AddressRules, 'allowPrivate'>): boolean {
  const plain = address.replace(/%.*$/, '')
  const version = isIP(plain)
  if (version === 0) return false
  const isIn = (list: BlockList, text: string, of: number) => list.check(text, of === 4 ? 'ipv4' : 'ipv6')
  const own = isIn(PRIVATE, plain, version)
  if (version === 6 && !own && isIn(EMBEDDING, plain, 6) && !isIn(NEVER, plain, 6))
    return mayCall(embedded(plain), { allowPrivate })
  if (isIn(NEVER, plain, version)) return false
  return allowPrivate || !own
}

/** Reads the IPv4 address in the last 32 bits of an IPv6 address. */
function embedded(address: string): string {
  // A URL writes every address in one form, in hexadecimal.
  const groups = new URL(`http://[${address}]/`).hostname.slice(1, -1).split(':')
  const [high = 0, low = 0] = groups.slice(-2).map((group) => Number.parseInt(group || '0', 16))
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/**
 * Names what is wrong with an address before anybody is asked for it; `undefined`: nothing that its text shows. A name is
 * looked up at each call, and what it leads to is looked at then.
 */
export function urlRefusal(url: URL, rules: AddressRules): string | undefined {
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && rules.allowHttp)) return 'It must begin with https://.'
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  // The other low ports belong to services that would take a webhook for something else.
  if (!rules.anyPort && port < 1_024 && port !== 443 && port !== 80) return `Port ${port} is not one for webhooks.`
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !mayCall(host, rules))
    return 'It leads to this machine, or into a network that is not public.'
  return undefined
}
