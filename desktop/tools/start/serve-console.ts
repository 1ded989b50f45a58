import { createServer, type ProxyOptions } from 'vite'
import { CONSOLE_CONFIG } from './build.ts'

/** Paths that the page asks of its server, the WebSocket's among them. */
const SERVERS_PATHS = '^/(?:v1|ws|docs|openapi\\.json|healthz|readyz|updates)(?:[/?]|$)'

/** The console as sources: a change of them reaches the open page at once. */
export interface LiveConsole {
  /** `http://127.0.0.1:5173`, or the next port that is free. */
  url: string
  /** The server listens elsewhere now. */
  follow(server: string): void
  close(): Promise<void>
}

/**
 * Serves the console from its sources with Vite; everything else goes on to `server`, with the page's own Host and
 * Origin. Rejects with the error of Vite or of the listener.
 */
export async function serveConsole(server: string): Promise<LiveConsole> {
  const proxied: ProxyOptions[] = []
  const vite = await createServer({
    configFile: CONSOLE_CONFIG,
    logLevel: 'warn',
    clearScreen: false,
    server: {
      host: '127.0.0.1',
      // While the server restarts nobody answers; the page tries again by itself.
      proxy: {
        [SERVERS_PATHS]: { target: server, ws: true, configure: (_proxy, options) => void proxied.push(options) },
      },
    },
  })
  await vite.listen()
  const address = vite.httpServer?.address()
  if (address === null || typeof address !== 'object') throw new Error('the console’s port is not known')
  return {
    url: `http://127.0.0.1:${address.port}`,
    follow(now) {
      for (const options of proxied) options.target = now
    },
    close: () => vite.close(),
  }
}
