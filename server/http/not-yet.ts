import type { RequestListener } from 'node:http'

/** Answers while the database is being opened: alive, but not ready. */
export const notYet: RequestListener = (request, response) => {
  const alive = request.url === '/healthz'
  response.writeHead(alive ? 200 : 503, {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    'Retry-After': '1',
  })
  response.end(JSON.stringify(alive ? { status: 'ok' } : { status: 'unavailable', fault: 'migrating' }))
}
