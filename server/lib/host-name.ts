import { domainToASCII } from 'node:url'

/**
 * Writes a host name as it stands in a `Host` header: in lower case, each label that is not ASCII in Punycode (UTS #46),
 * as browsers send it. A leading `*.`, and `*` alone, stay. `undefined`: no such name can be written.
 */
export function asciiHostName(name: string): string | undefined {
  if (name === '*') return name
  const wildcard = name.startsWith('*.') ? '*.' : ''
  const ascii = domainToASCII(name.slice(wildcard.length))
  return ascii === '' ? undefined : `${wildcard}${ascii.toLowerCase()}`
}
