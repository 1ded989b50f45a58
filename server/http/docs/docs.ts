import { Router } from 'express'
import type { Route } from '../routing/route.ts'
import { docsPage } from './docs-page.ts'
import { openApiDocument } from './openapi.ts'

/** Makes the handlers of `/openapi.json` and of the page made of it, `/docs`; neither loads anything from elsewhere. */
export function docsHandlers(routes: readonly Route[]): Router {
  const document = openApiDocument(routes)
  const page = docsPage(document)
  const router = Router()
  router.get('/openapi.json', (_request, response) => void response.json(document))
  router.get('/docs', (_request, response) => void response.type('html').send(page))
  return router
}
