import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { type RequestHandler, Router } from 'express'

/** The folder that `npm run build:console` writes. */
const BUILT = fileURLToPath(new URL('../../dist/console', import.meta.url))
const YEAR_S = 365 * 24 * 3600

/**
 * Content Security Policy of the console: everything from this origin, its WebSocket too; nothing inline; no framing.
 */
const POLICY = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ')

const NOT_BUILT = `<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>来单 Laidan</title>
<h1>来单 Laidan</h1>
<p>网页控制台还没有构建。请在服务器上运行 <code>npm run build:console</code>，然后刷新。</p>
<p lang="en">The console has not been built yet. Run <code>npm run build:console</code> on the server, then reload.</p>
<p><a href="/docs">API</a></p>
`

/**
 * Makes the handlers of the merchant's console at `/`. The page itself is not cached, so that an update arrives with
 * the next reload; its assets have a hash in their names and are cached for good. A console that was not built answers
 * 503 and says how to build it.
 */
export function consoleHandlers(): Router {
  const router = Router()
  router.get('/', policy, async (_request, response) => {
    const page = await readFile(join(BUILT, 'index.html'), 'utf8').catch(() => undefined)
    response.set('Cache-Control', 'no-cache')
    response
      .status(page === undefined ? 503 : 200)
      .type('html')
      .send(page ?? NOT_BUILT)
  })
  const assets = { index: false, etag: false, lastModified: false, redirect: false, cacheControl: false } as const
  router.use('/assets', policy, express.static(join(BUILT, 'assets'), { ...assets, setHeaders: setCaching }))
  return router
}

const policy: RequestHandler = (_request, response, next) => {
  response.set('Content-Security-Policy', POLICY)
  next()
}

/** Sets how long an asset may be cached: for good under a name with a hash, else (the icon) for an hour. */
function setCaching(response: { setHeader(name: string, value: string): unknown }, path: string): void {
  const hashed = /-[\w-]{8}\.\w+$/.test(path)
  response.setHeader('Cache-Control', hashed ? `public, max-age=${YEAR_S}, immutable` : 'public, max-age=3600')
}
