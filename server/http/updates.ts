import { resolve } from 'node:path'
import { type Response, Router } from 'express'
import { appError } from '../lib/app-error.ts'

const YEAR_S = 365 * 24 * 3600
/** The files of a release. Hidden files, paths and other files of the folder are not served. */
const MANIFEST = /^latest(-mac|-linux(-[a-z0-9]{1,10})?)?\.yml(\.sig)?$/
const PARCEL = /^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._+-]{0,199}\.(exe|dmg|zip|AppImage|deb|blockmap)$/

/**
 * Makes the handlers of `/updates/…`, which serve the app's updates from a folder; without the folder there is nothing
 * at these paths. Manifests and their signatures are not cached, every other file never changes under its name. A
 * request for one range is answered with 206, a request for several with the whole file.
 */
export function updatesHandlers(folder: string): Router {
  const router = Router()
  const root = resolve(folder)
  router.get('/updates/:name', (request, response, next) => {
    const { name } = request.params
    const manifest = MANIFEST.test(name)
    if (!manifest && !PARCEL.test(name)) throw appError('route_unknown')
    response.set('Cache-Control', manifest ? 'no-cache' : `public, max-age=${YEAR_S}, immutable`)
    // Two manifests written within one tick may have the same length: their time and size do not tell them apart.
    const headers = { etag: !manifest, lastModified: !manifest, cacheControl: false, dotfiles: 'deny' } as const
    response.sendFile(name, { root, ...headers }, (error?: Error) => {
      if (error !== undefined && !response.headersSent) refuse(error, response, next)
    })
  })
  return router
}

/** Answers a file that could not be sent: a missing one as an unknown path, a range beyond the end with 416. */
function refuse(error: Error, response: Response, next: (error: unknown) => void): void {
  response.removeHeader('Cache-Control')
  const { status, code } = error as Error & { status?: unknown; code?: unknown }
  if (status === 416) response.status(416).end()
  else next(status === 404 || code === 'EISDIR' ? appError('route_unknown') : error)
}
