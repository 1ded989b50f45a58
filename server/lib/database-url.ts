/**
 * Tells whether a text is the URL of PostgreSQL whose path is the name of one database. What else the path holds is most
 * likely a password, cut at a character that was not encoded or at the end of a line, and the database's name is logged.
 */
export function isDatabaseUrl(text: string): boolean {
  if (/\s/.test(text) || !URL.canParse(text)) return false
  const { protocol, pathname } = new URL(text)
  return /^postgres(ql)?:$/.test(protocol) && /^\/[^/:@]+$/.test(pathname)
}
