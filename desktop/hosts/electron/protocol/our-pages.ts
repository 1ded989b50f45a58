import { extname, resolve, sep } from 'node:path'

export const SCHEME = 'app'
const HOST = 'laidan'
export const ORIGIN = `${SCHEME}://${HOST}`

/** The policy of our pages: all comes from the app itself, and a page talks to the main process alone. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wav': 'audio/wav',
  '.woff2': 'font/woff2',
}

/** Tells whether an address is one of our own pages. */
export function isOurPage(url: string): boolean {
  const parsed = parse(url)
  return parsed?.protocol === `${SCHEME}:` && parsed.host === HOST
}

/**
 * Finds the file and type of one of our addresses; `undefined` for other addresses and for paths that leave `folder`.
 */
export function fileFor(url: string, folder: string): { path: string; type: string } | undefined {
  const parsed = parse(url)
  if (parsed === undefined || !isOurPage(url)) return undefined
  const name = decode(parsed.pathname)
  // A backslash divides folders on Windows, a colon names a drive or a stream there.
  if (name === undefined || /[\\:\0]/.test(name)) return undefined
  const path = resolve(folder, `.${name}`)
  const type = TYPES[extname(path)]
  return type !== undefined && path.startsWith(resolve(folder) + sep) ? { path, type } : undefined
}

function parse(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
