import { createHash } from 'node:crypto'
import { type Request, Router } from 'express'
import { LOCALE_FACTS, LOCALES, type Locale, nearestLocale } from '../../../shared/locales.ts'
import { PROBLEMS, type ProblemCode } from '../../../shared/problem.ts'
import { anchor, escapeHtml, sentence } from '../docs/docs-html.ts'
import { methodNotAllowed } from '../routing/method-not-allowed.ts'
import { FRAME_WORDS, PROBLEM_WORDS } from './problem-words.ts'

const STYLE = `:root{color-scheme:light dark}body{font:18px/1.5 system-ui,sans-serif;margin:0 auto;max-width:36em;padding:1em}
h1{font-size:1.3em;overflow-wrap:anywhere}h2{font-size:1em;margin:1.5em 0 0}p{margin:.3em 0}code{font-size:.9em;overflow-wrap:anywhere}`

/** Nothing but the page's own style: no script, nothing from elsewhere, no frame. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * Makes the handlers of `/problems/{code}`, where the `type` of a refusal leads (RFC 9457 §3.1.1): a page for people, in the
 * language that their browser asks for. A code that is not in the catalogue has none.
 */
export function problemHandlers(): Router {
  const router = Router()
  router.get<{ code: string }>('/problems/:code', (request, response, next) => {
    const { code } = request.params
    if (!isProblem(code)) return next()
    response.set({ 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-cache', Vary: 'Accept-Language' })
    response.type('html').send(problemHtml(code, localeOf(request)))
  })
  const refuse = methodNotAllowed(['get'])
  router.all<{ code: string }>('/problems/:code', (request, response, next) =>
    isProblem(request.params.code) ? refuse(request as Request, response, next) : next(),
  )
  return router
}

function isProblem(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code)
}

/** Finds the language that a browser likes best among ours; programs that name none get the common one. */
function localeOf(request: Pick<Request, 'acceptsLanguages'>): Locale {
  const tags = request.acceptsLanguages()
  const known = tags.find((tag) => LOCALES.some((locale) => LOCALE_FACTS[locale].readers.test(tag)))
  return nearestLocale(known === undefined ? [] : [known])
}

function problemHtml(code: ProblemCode, locale: Locale): string {
  const { status, title } = PROBLEMS[code]
  const [happened, todo] = PROBLEM_WORDS[locale][code]
  const words = FRAME_WORDS[locale]
  return `<!doctype html>
<html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${status} ${code}</title><style>${STYLE}</style>
<h1>${status} <code>${code}</code></h1>
<p lang="en">${escapeHtml(title)}</p>
<h2>${words.happened}</h2>
<p>${sentence(happened)}</p>
<h2>${words.todo}</h2>
<p>${sentence(todo)}</p>
<p><a href="../docs#${anchor('problem', code)}">${words.all}</a></p>
</html>
`
}
