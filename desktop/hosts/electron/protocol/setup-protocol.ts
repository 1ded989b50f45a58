import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { CONTENT_SECURITY_POLICY, fileFor, SCHEME } from './our-pages.ts'

/** Registers our scheme, before the app is ready: as good as https (its pages have an origin), bypassing no policy. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    // `stream`: without it <audio> plays nothing from a scheme of one's own.
    { scheme: SCHEME, privileges: { standard: true, secure: true, stream: true } },
  ])
}

/** Serves the built pages of `folder`, read-only. */
export function setupProtocol(folder: string): void {
  protocol.handle(SCHEME, async ({ method, url }) => {
    const file = method === 'GET' ? fileFor(url, folder) : undefined
    if (file === undefined) return new Response(null, { status: 404 })
    try {
      return new Response(new Uint8Array(await readFile(file.path)), {
        headers: {
          'Content-Type': file.type,
          'Content-Security-Policy': CONTENT_SECURITY_POLICY,
          'X-Content-Type-Options': 'nosniff',
          'Cache-Control': 'no-cache',
        },
      })
    } catch {
      return new Response(null, { status: 404 })
    }
  })
}
