import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

const BACKLOG = 4_096

/** Listens on PORT and says so, in the words that the benchmark waits for. */
export function listen(server: Server): void {
  server.keepAliveTimeout = 75_000
  server.listen({ port: Number(process.env['PORT']), host: '127.0.0.1', backlog: BACKLOG }, () => {
    process.stdout.write(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
  })
  process.on('SIGTERM', () => process.exit(0))
}
