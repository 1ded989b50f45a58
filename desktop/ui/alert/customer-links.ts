import type { Settings } from '../../core/settings.ts'

/** The marks that people write between the digits of a number. */
const BETWEEN_DIGITS = /[\s().\-\u2010-\u2015]/gu
/** E.164 has fifteen digits at most; short codes have three. */
const DIALLED = /^\+?\d{3,15}$/

/**
 * Makes the address that dials a phone number; `undefined` for what nobody can dial, as a number with letters, an
 * extension or masked digits.
 */
export function telLink(phone: string): string | undefined {
  const digits = phone.normalize('NFKC').replaceAll(BETWEEN_DIGITS, '')
  return DIALLED.test(digits) ? `tel:${digits}` : undefined
}

/** Makes the address that shows a place on the chosen map; `undefined`: none is chosen. */
export function mapLink(address: string, map: Settings['map']): string | undefined {
  const place = encodeURIComponent(address)
  if (map === 'none') return undefined
  return map === 'geo' ? `geo:0,0?q=${place}` : `https://maps.apple.com/?q=${place}`
}
