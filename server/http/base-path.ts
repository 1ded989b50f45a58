import type { IncomingMessage, RequestListener } from 'node:http'

/** The scheme and host of a request target in absolute form (RFC 9112 §3.2.2), the path, and the rest. */
const TARGET = /^([a-z]+:\/\/[^/?#]*)?([^?#]*)(.*)$/is

/**
 * The path below which the world reaches this server, from PUBLIC_URL (`https://example.com/bell` → `/bell`). A reverse
 * proxy may pass it on or take it away: what begins with it is taken as if it did not, so both are the same to all behind.
 */
export interface BasePath {
  /** Takes the path out of a request's target. */
  strip(request: IncomingMessage): void
  /** Makes a listener that does so, and leads the path without its slash to the page, whose links begin there. */
  before(listener: RequestListener): RequestListener
}

/** Makes the base path of a server; without a path in `publicUrl` it changes nothing. */
export function createBasePath(publicUrl: string | undefined): BasePath {
  const path = publicUrl !== undefined && URL.canParse(publicUrl) ? new URL(publicUrl).pathname : ''
  const base = path.replace(/\/+$/, '')
  if (base === '') return { strip() {}, before: (listener) => listener }

  function strip(request: IncomingMessage): void {
    const [, origin = '', target = '', rest = ''] = TARGET.exec(request.url ?? '') ?? []
    if (target === base) request.url = `${origin}/${rest}`
    else if (target.startsWith(`${base}/`)) request.url = `${origin}${target.slice(base.length)}${rest}`
  }

  return {
    strip,
    before: (listener) => (request, response) => {
      const [, , target, rest = ''] = TARGET.exec(request.url ?? '') ?? []
      strip(request)
      if (target !== base || !['GET', 'HEAD'].includes(request.method ?? '')) return listener(request, response)
      response.writeHead(308, { Location: `${base}/${rest}`, 'Content-Length': 0 })
      response.end()
    },
  }
}
