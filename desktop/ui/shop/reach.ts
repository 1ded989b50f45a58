/** Tells whether an address leads back to the machine that opens it, or nowhere: a phone that has it would call itself. */
export function isOwnMachine(address: string): boolean {
  if (!URL.canParse(address)) return true
  const { protocol, hostname } = new URL(address)
  const host = hostname.replace(/^\[|\]$/g, '')
  if (!/^https?:$/.test(protocol)) return true
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127\./.test(host)
}

/**
 * Lists the addresses that another device can open, the best first: what the server knows of itself, and the address at which
 * this device has found it. None leads to the device's own machine. An https address stands first: a phone's browser keeps
 * the screen on and shows notifications there alone.
 */
export function addressesFor(known: readonly string[], server: string | undefined): string[] {
  const own = server === undefined ? [] : [server.replace(/\/+$/, '')]
  const all = [...new Set([...own, ...known])].filter((address) => !isOwnMachine(address))
  return all.toSorted((a, b) => Number(isHttps(b)) - Number(isHttps(a)))
}

/** Tells whether an address is of https, where browsers allow a page more. */
export function isHttps(address: string): boolean {
  return address.startsWith('https:')
}

/** Makes the link that opens the pairing screen with the code: in the fragment, which a browser sends to no server. */
export function pairingLink(address: string, code: string): string {
  return `${address}/#pair=${code}`
}
