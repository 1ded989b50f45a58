import { networkInterfaces } from 'node:os'

/** Tells whether this machine has an address on any network but its own loopback. */
export function hasNetwork(interfaces: typeof networkInterfaces = networkInterfaces): boolean {
  return Object.values(interfaces()).some((addresses) => addresses?.some(({ internal }) => !internal))
}
