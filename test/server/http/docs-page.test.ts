import { describe, expect, it } from 'vitest'
import { docsPage } from '../../../server/http/docs/docs-page.ts'
import { openApiDocument } from '../../../server/http/docs/openapi.ts'
import type { OpenApiDocument } from '../../../server/http/docs/openapi-parts.ts'
import { PROBLEMS } from '../../../shared/problem.ts'
import { describedRoutes } from '../../support/described-routes.ts'
import { startTestServer } from '../../support/test-server.ts'

const document = openApiDocument(describedRoutes())
const page = docsPage(document)

/** Tags that must be closed, each as often as it is opened. */
function unbalanced(html: string): string[] {
  const open: string[] = []
  for (const [, close, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
    if (['meta', 'link', 'br'].includes(name)) continue
    if (close === '') open.push(name)
    else if (open.pop() !== name) return [name]
  }
  return open
}

describe('the docs page', () => {
  it('needs nothing from elsewhere and runs nothing', async () => {
    const { api } = await startTestServer()
    const reply = await api.call('GET', '/docs')
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(reply.body).toBe(page)
    // An example may name an address; it is text.
    expect(page.replace(/<pre><code>[^<]*<\/code><\/pre>/g, '')).not.toMatch(
      /<(script|link|img|iframe|object|embed|form|base)\b|\bon\w+=|url\(|@import|https?:|javascript:/i,
    )
    const policy = reply.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/style-src [^;]*'unsafe-inline'/)
    expect(policy).toMatch(/script-src 'self'(;|$)/)
    expect(policy).not.toContain('upgrade-insecure-requests')
  })

  it('is well-formed, and every link within it leads somewhere', () => {
    expect(unbalanced(page)).toEqual([])
    const ids = [...page.matchAll(/\bid="([^"]*)"/g)].map((match) => match[1])
    expect(new Set(ids).size).toBe(ids.length)
    const links = [...page.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '')
    const pages = ['openapi.json', ...Object.keys(PROBLEMS).map((code) => `problems/${code}`)]
    for (const link of links) expect(pages.includes(link) || ids.includes(link.slice(1)), link).toBe(true)
    expect(links).toContain('openapi.json')
  })

  it('shows every call with its parameters, its fields and its refusals, and every error', () => {
    for (const [path, methods] of Object.entries(document.paths))
      for (const [method, { operationId, summary, parameters }] of Object.entries(methods)) {
        const article = page.split(`<article id="call-${operationId}">`)[1]?.split('</article>')[0] ?? ''
        expect(article, operationId).toContain(`<code>${path}</code>`)
        expect(article, operationId).toContain(`>${method}</span>`)
        expect(article, operationId).toContain(summary.split('`')[0])
        for (const { name } of parameters) expect(article, operationId).toContain(`<code>${name}</code>`)
        // Health is the one thing that refuses nobody.
        if (!['/healthz', '/readyz'].includes(path)) expect(article, operationId).toContain('500 <code>internal</code>')
      }
    expect(page).toContain('Milliseconds since 1970.')
    expect(page).toContain('<pre><code>{')
    for (const code of Object.keys(PROBLEMS)) expect(page).toContain(`<code>${code}</code>`)
    expect(page).toMatch(/prefers-color-scheme: dark/)
    expect(page).toMatch(/name="viewport"/)
  })

  it('escapes whatever a document says', () => {
    const evil = `</style><script>alert("1")</script><img src=x onerror='y'>&amp;\``
    const schema = {
      type: 'string',
      description: evil,
      pattern: evil,
      default: evil,
      properties: { [evil]: { enum: [evil], const: evil } },
    }
    const hostile: OpenApiDocument = {
      openapi: '3.1.0',
      info: { title: evil, version: evil, description: evil },
      tags: [{ name: evil, description: evil }],
      paths: {
        [evil]: {
          [evil]: {
            tags: [evil],
            summary: evil,
            operationId: evil,
            security: [{ [evil]: [] }],
            parameters: [{ name: evil, in: 'query', required: false, description: evil, schema }],
            requestBody: {
              required: true,
              content: { [evil]: { example: evil, schema: { anyOf: [schema, { items: schema }, { type: evil }] } } },
            },
            responses: { [evil]: { description: evil }, '404': { description: `\`${evil}\`` } },
          },
        },
      },
      components: {
        securitySchemes: { [evil]: { description: evil } },
        schemas: { [evil]: { $ref: evil, format: evil } },
      },
    }
    const html = docsPage(hostile)
    expect(html).not.toMatch(/<script|<img|alert\("|onerror='/)
    expect(html.match(/<\/style>/g)).toHaveLength(1)
    expect(unbalanced(html)).toEqual([])
    for (const [, value] of html.matchAll(/="([^"]*)"/g)) expect(value).not.toMatch(/[<>']/)
  })
})
