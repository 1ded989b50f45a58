import { resolve } from 'node:path'
import { type Response, Router } from 'express'
import { appError } from '../lib/app-error.ts'

const YEAR_S = 365 * 24 * 3600
/** What a release consists of. Nothing hidden, no path, no other file that lies in the folder. */
const MANIFEST = /^latest(-mac|-linux(-[a-z0-9]{1,10})?)?\.yml(\.sig)?$/
const PARCEL = /^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._+-]{0,199}\.(exe|dmg|zip|AppImage|deb|blockmap)$/

/**
 * The app's updates at `/updates/…`, from a folder; without one there is nothing at these addresses. Manifests and
 * their signatures are asked for anew each time, everything else never changes under its name. One range of a file is
 * answered with 206, several with the whole file.
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
    const told = { etag: !manifest, lastModified: !manifest, cacheControl: false, dotfiles: 'deny' } as const
    response.sendFile(name, { root, ...told }, (error?: Error) => {
      if (error !== undefined && !response.headersSent) refuse(error, response, next)
    })
  })
  return router
}

/** No such file is no such address; a range that lies beyond the file's end is told its length. */
function refuse(error: Error, response: Response, next: (error: unknown) => void): void {
  response.removeHeader('Cache-Control')
  const { status, code } = error as Error & { status?: unknown; code?: unknown }
  if (status === 416) response.status(416).end()
  else next(status === 404 || code === 'EISDIR' ? appError('route_unknown') : error)
}
