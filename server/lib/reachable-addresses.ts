import { type AddressInfo, isIPv4, isIPv6, type Server } from 'node:net'
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os'

/** Facts by which others find this server. */
export interface Whereabouts {
  /** The address that the server listens on, as HOST has it. */
  host: string
  port: number
  /** PUBLIC_URL. */
  publicUrl: string | undefined
}

/**
 * Networks that only this machine has, by the names that their programs give them: of containers and virtual machines. A
 * phone cannot reach an address there.
 */
const INNER_NETWORKS =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|podman|cni|flannel|lxc|lxd)|vEthernet|WSL|VirtualBox|VMware/i
/** Addresses of private networks (RFC 1918), those of homes and shops first. */
const PRIVATE = [/^192\.168\./, /^10\./, /^172\.(1[6-9]|2\d|3[01])\./]

/**
 * Lists the addresses at which other machines reach this server, as `http://192.168.1.20:8080`, the best first. None where it
 * listens on this machine alone. Behind a proxy PUBLIC_URL tells; without it nobody knows what the proxy is called.
 */
export function reachableAddresses(
  { host, port, publicUrl }: Whereabouts,
  interfaces: typeof networkInterfaces,
): string[] {
  if (publicUrl !== undefined && URL.canParse(publicUrl) && !isLoopback(new URL(publicUrl).hostname))
    return [publicUrl.replace(/[/?#]+$/, '')]
  if (isLoopback(host)) return []
  const hosts = isWildcard(host) ? addressesOf(interfaces()) : [host]
  return hosts.map((each) => `http://${isIPv6(each) ? `[${each}]` : each}:${port}`)
}

/**
 * Makes the function that lists the addresses of a server that listens, as {@link reachableAddresses} does. The networks are
 * looked up each time: a laptop moves from one to the next.
 */
export function createAddressFinder(
  server: Server,
  { HOST: host, PUBLIC_URL: publicUrl }: { HOST: string; PUBLIC_URL?: string | undefined },
): () => string[] {
  const { port } = server.address() as AddressInfo
  return () => reachableAddresses({ host, port, publicUrl }, networkInterfaces)
}

/** Tells whether a host is this machine to itself: 127.0.0.0/8 (RFC 1122 §3.2.1.3), ::1 (RFC 4291 §2.5.3), localhost. */
function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase()
  const named = name === 'localhost' || name.endsWith('.localhost')
  return named || name === '::1' || (isIPv4(name) && name.startsWith('127.'))
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}

/** Lists the addresses of this machine's networks; those of IPv6 only where there is no other. */
function addressesOf(interfaces: ReturnType<typeof networkInterfaces>): string[] {
  const outer = Object.entries(interfaces)
    .filter(([name]) => !INNER_NETWORKS.test(name))
    .flatMap(([, addresses = []]) => addresses.filter(({ internal }) => !internal))
  const v4 = outer.filter(({ family, address }) => family === 'IPv4' && !address.startsWith('169.254.'))
  const v6 = outer.filter(({ family, address }) => family === 'IPv6' && !/^fe[89ab]/i.test(address))
  return (v4.length > 0 ? v4 : v6).toSorted((a, b) => rankOf(a) - rankOf(b)).map(({ address }) => address)
}

function rankOf({ address }: NetworkInterfaceInfo): number {
  const rank = PRIVATE.findIndex((network) => network.test(address))
  return rank < 0 ? PRIVATE.length : rank
}
