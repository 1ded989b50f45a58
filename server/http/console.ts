import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import { ADMIN_PATH } from '../../shared/api/admin-session.ts'
import type { Clock } from '../../shared/clock.ts'
import { type BuiltFile, type BuiltFiles, createBuiltFiles } from './built-files.ts'

/** The folder that `npm run build:console` writes. */
const BUILT = fileURLToPath(new URL('../../dist/console', import.meta.url))
const PAGE = 'index.html'
const ADMIN_PAGE = 'admin.html'
/** Assets of the operator's page alone: the two are built apart, so that neither waits for what the other needs. */
const OF_ADMIN = /^admin-/
/** Assets lie side by side in one folder; hidden files and paths are not served. */
const ASSET = /^\w[\w.-]{0,199}$/
const YEAR_S = 365 * 24 * 3600
/** A name with a hash: under it there is one content, for good. */
const HASHED = /-[\w-]{8}\.\w+$/
/** Files that the build compresses, and the endings of their copies, the smallest first. A copy is no asset of its own. */
const COMPRESSED = /\.(?:js|css|svg)$/
const ENDINGS = { br: '.br', gzip: '.gz' } as const
const COPY = /\.(?:br|gz)$/

/**
 * Content Security Policy of the pages: everything from this origin, its WebSocket too; nothing inline; no framing.
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
<p><a href="docs">API</a></p>
`

/**
 * Makes the handlers of the merchant's console at `/`, and where it is wanted of the operator's page at `/admin`, from the
 * build in `folder`. A page is asked for anew each time,
 * so that an update arrives with the next reload; its assets have a hash in their names, are cached for good, and go out
 * compressed as the build left them. A console that was not built answers 503 and says how to build it. There are no
 * ranges: a file is handed out whole.
 */
export function consoleHandlers(clock: Clock, { folder = BUILT, admin = false }: PageOptions = {}): Router {
  const router = Router()
  const built = createBuiltFiles(folder, PAGE, clock)
  const page =
    (name: string): RequestHandler =>
    async (_request, response) => {
      const found = await built.read(name).catch(() => undefined)
      response.set('Cache-Control', 'no-cache')
      if (found === undefined) response.status(503).type('html').send(NOT_BUILT)
      else handOut(response, 'html', found)
    }
  router.get('/', policy, page(PAGE))
  if (admin) router.get(ADMIN_PATH, policy, withoutSlash, page(ADMIN_PAGE))
  router.get<{ name: string }>('/assets/:name', policy, async (request, response, next) => {
    const { name } = request.params
    if (!ASSET.test(name) || COPY.test(name) || (!admin && OF_ADMIN.test(name))) return next()
    const small =
      HASHED.test(name) && COMPRESSED.test(name) ? await readSmall(built, name, request, response) : undefined
    const asset = small ?? (await built.read(`assets/${name}`))
    if (asset === undefined) return next()
    response.set('Cache-Control', cachingOf(name))
    handOut(response, extname(name), asset)
  })
  return router
}

export interface PageOptions {
  /** The folder of the build. */
  folder?: string
  /** Whether the operator's page is there. */
  admin?: boolean
}

/** Leads the path with a slash at its end to the one without, from which the page's links begin; the site's path stays. */
const withoutSlash: RequestHandler = (request, response, next) => {
  if (request.path.endsWith('/')) response.redirect(308, `..${ADMIN_PATH}`)
  else next()
}

const policy: RequestHandler = (_request, response, next) => {
  response.set('Content-Security-Policy', POLICY)
  next()
}

/**
 * Reads the compressed copy of an asset that the asker takes, and says so in the answer; undefined when there is none. The
 * answer depends on the asker in either case (`Vary`, RFC 9110 §12.5.5).
 */
async function readSmall(
  built: BuiltFiles,
  name: string,
  request: Request<{ name: string }>,
  response: Response,
): Promise<BuiltFile | undefined> {
  response.vary('Accept-Encoding')
  // One after the other: of several at once Express takes the one that the asker names first, and browsers name gzip.
  const encoding = (['br', 'gzip'] as const).find((one) => request.acceptsEncodings(one) === one)
  if (encoding === undefined) return undefined
  const copy = await built.read(`assets/${name}${ENDINGS[encoding]}`)
  if (copy !== undefined) response.set('Content-Encoding', encoding)
  return copy
}

/** Answers with the file, or with 304 when the asker has it. */
function handOut(response: Response, type: string, { body, etag }: BuiltFile): void {
  response.set('ETag', etag).type(type).send(body)
}

/** Says how long an asset may be cached: for good under a name with a hash, else (the icon) for an hour. */
function cachingOf(name: string): string {
  return HASHED.test(name) ? `public, max-age=${YEAR_S}, immutable` : 'public, max-age=3600'
}
