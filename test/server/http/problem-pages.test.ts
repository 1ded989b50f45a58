import { expect, it } from 'vitest'
import { FRAME_WORDS, PROBLEM_WORDS } from '../../../server/http/problems/problem-words.ts'
import { LOCALES } from '../../../shared/locales.ts'
import { PROBLEMS, type ProblemCode } from '../../../shared/problem.ts'
import { startTestServer } from '../../support/test-server.ts'

const CODES = Object.keys(PROBLEMS) as ProblemCode[]

async function rig() {
  const { url, api } = await startTestServer()
  const look = async (path: string, language?: string, method = 'GET') => {
    const headers = language === undefined ? {} : { 'accept-language': language }
    const reply = await fetch(new URL(path, url), { method, headers })
    return { status: reply.status, headers: Object.fromEntries(reply.headers), text: await reply.text() }
  }
  return { api, look, url }
}

const plain = (text: string) => text.replaceAll('`', '')
const textOf = (html: string) =>
  html.replace(/<[^>]*>/g, '').replace(/&#(\d+);/g, (_all, number) => String.fromCharCode(Number(number)))

it('the `type` of a refusal leads to its page', async () => {
  const { api, url } = await rig()
  const { body } = await api.call('GET', '/v1/orders')
  const { type } = body as { type: string }
  const page = await fetch(new URL(type, new URL('/v1/orders', url)))
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(await page.text()).toContain('<code>unauthenticated</code>')
})

it('every code has a page in every language, with what happened and what to do', async () => {
  const { look } = await rig()
  for (const locale of LOCALES)
    for (const code of CODES) {
      const { status, headers, text } = await look(`/problems/${code}`, locale)
      const [happened, todo] = PROBLEM_WORDS[locale][code]
      expect.soft(status, code).toBe(200)
      expect.soft(text, code).toContain(`<html lang="${locale}">`)
      expect.soft(headers['vary'], code).toContain('Accept-Language')
      for (const words of [plain(happened), plain(todo), ...[FRAME_WORDS[locale].happened, FRAME_WORDS[locale].todo]])
        expect.soft(textOf(text), code).toContain(words)
      expect.soft(text, code).toContain(`${PROBLEMS[code].status} <code>${code}</code>`)
    }
})

it('the words are whole sentences, and Chinese ones are Chinese', () => {
  for (const locale of LOCALES) {
    const words = PROBLEM_WORDS[locale]
    expect(Object.keys(words).toSorted()).toEqual(CODES.toSorted())
    for (const [code, parts] of Object.entries(words))
      for (const part of parts) {
        expect.soft(part, code).toMatch(locale === 'en' ? /[.]$/ : /[。]$/)
        expect.soft(part.split('`').length % 2, code).toBe(1)
        expect.soft(/\p{Script=Han}/u.test(part), code).toBe(locale === 'zh-CN')
      }
  }
})

it('the page is in the language that is liked best, and else in English', async () => {
  const { look } = await rig()
  const languageOf = async (header?: string) =>
    /<html lang="([^"]+)">/.exec((await look('/problems/rate_limited', header)).text)?.[1]
  expect(await languageOf()).toBe('en')
  expect(await languageOf('zh-TW,zh;q=0.9,en;q=0.8')).toBe('zh-CN')
  expect(await languageOf('en-US,en;q=0.9,zh-CN;q=0.8')).toBe('en')
  expect(await languageOf('zh-CN;q=0.1,en')).toBe('en')
  expect(await languageOf('fr,de;q=0.5')).toBe('en')
  for (const odd of ['*', '', ';;;', 'x'.repeat(2_000), '"><script>']) expect(await languageOf(odd), odd).toBe('en')
})

it('the page leads on to the sentence about its code among all calls', async () => {
  const { look } = await rig()
  const docs = (await look('/docs')).text
  const link = /href="\.\.\/docs#([^"]+)"/.exec((await look('/problems/order_unknown')).text)?.[1]
  expect(docs).toContain(`id="${link}"`)
})

it('the page runs nothing, loads nothing, and nobody frames it', async () => {
  const { look } = await rig()
  const { headers, text } = await look('/problems/internal')
  const policy = headers['content-security-policy'] ?? ''
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-/)
  expect(text).not.toMatch(/<(script|link|img|iframe|object|form|base)\b|\bon\w+=|url\(|@import|https?:|javascript:/i)
})

it('what is no code has no page, and a page is only read', async () => {
  const { look } = await rig()
  for (const path of ['nobody', '__proto__', 'constructor', 'toString', '%3Cscript%3E', 'internal/x', 'INTERNAL']) {
    const { status, text } = await look(`/problems/${path}`)
    expect.soft([status, JSON.parse(text).code], path).toEqual([404, 'route_unknown'])
  }
  const posted = await look('/problems/internal', undefined, 'POST')
  expect([posted.status, posted.headers['allow']]).toEqual([405, 'GET'])
  expect((await look('/problems/internal', undefined, 'HEAD')).status).toBe(200)
})
