/** A mobile number of mainland China as people write it, without a country. */
const CHINESE = /^1[3-9]\d{9}$/

/** Writes a contact’s number as E.164, with its country: one without is Chinese, or has its country’s digits first. */
export function e164(mobile: string): string {
  if (mobile.startsWith('+')) return mobile
  return CHINESE.test(mobile) ? `+86${mobile}` : `+${mobile}`
}

/** Writes a contact’s number as Chinese services at home take it: a Chinese one without its country. */
export function atHome(mobile: string): string {
  return mobile.replace(/^\+?86(?=1[3-9]\d{9}$)/, '')
}
