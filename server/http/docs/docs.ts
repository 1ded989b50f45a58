import { Router } from 'express'
import type { Route } from '../routing/route.ts'
import { docsPage } from './docs-page.ts'
import { openApiDocument } from './openapi.ts'

/** Makes the handlers of `/openapi.json` and of the page made of it, `/docs`; neither loads anything from elsewhere. */
export function docsHandlers(routes: readonly Route[], publicUrl: string | undefined): Router {
  // Made when somebody asks: every start of a server would pay for it.
  let document: ReturnType<typeof openApiDocument> | undefined
  const openApi = () => (document ??= openApiDocument(routes, publicUrl))
  const router = Router()
  router.get('/openapi.json', (_request, response) => void response.json(openApi()))
  router.get('/docs', (_request, response) => void response.type('html').send(docsPage(openApi())))
  return router
}
