/** The beginning of an address with a host, and characters that a URL's reader would silently take away. */
const BEGINNING = /^https?:\/\/[^/\\]/i
const UNSEEN = /[\s\p{Cc}]/u

/**
 * Tells whether a text is an address such as https://example.com/hook: http or https, without a user and a password in it,
 * and written so that what is shown is what is called.
 */
export function isWebAddress(text: string): boolean {
  if (!BEGINNING.test(text) || UNSEEN.test(text) || !URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
}
