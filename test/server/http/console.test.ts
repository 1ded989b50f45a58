import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import { expect, it, onTestFinished } from 'vitest'
import { consoleHandlers } from '../../../server/http/console.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { type RawReply, type RawRequest, sendRaw } from './raw-request.ts'

const SCRIPT = 'assets/index-Cr7Zmx4I.js'
const YEAR = 'public, max-age=31536000, immutable'

interface Hosted {
  clock: ManualClock
  /** Writes a file of the build. */
  write(path: string, text: string): void
  /** Writes the page, as made so many seconds ago. */
  build(page: string, agoS?: number): void
  get(path: string, more?: Partial<RawRequest>): Promise<RawReply>
  text(path: string): Promise<string>
}

/** The console's handlers alone, on a folder that looks like a build. */
async function host({ admin = false } = {}): Promise<Hosted> {
  const clock = createManualClock()
  const folder = tempDir()
  mkdirSync(join(folder, 'assets'))
  const server = express().set('etag', false).use(consoleHandlers(clock, { folder, admin })).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const get = (path: string, more: Partial<RawRequest> = {}) => sendRaw(url, { method: 'GET', path, ...more })
  return {
    clock,
    write: (path, text) => writeFileSync(join(folder, path), text),
    build(page, agoS = 60) {
      writeFileSync(join(folder, 'index.html'), page)
      const at = clock.now() / 1_000 - agoS
      utimesSync(join(folder, 'index.html'), at, at)
    },
    get,
    text: async (path) => (await get(path)).text,
  }
}

const headersOf = ({ headers }: RawReply) =>
  Object.fromEntries(['content-type', 'content-length', 'cache-control'].map((name) => [name, headers[name]]))

it('hands out page and assets with their types, the page anew each time, what has a hash in its name for good', async () => {
  const { build, write, get } = await host()
  build('<title>来单</title>')
  write(SCRIPT, 'one()')
  write('assets/icon.svg', '<svg/>')
  const page = await get('/')
  expect(headersOf(page)).toEqual({
    'content-type': 'text/html; charset=utf-8',
    'content-length': '21',
    'cache-control': 'no-cache',
  })
  expect(page.text).toBe('<title>来单</title>')
  const script = await get(`/${SCRIPT}`)
  expect(headersOf(script)).toEqual({
    'content-type': 'text/javascript; charset=utf-8',
    'content-length': '5',
    'cache-control': YEAR,
  })
  expect(script.text).toBe('one()')
  const icon = await get('/assets/icon.svg')
  expect(headersOf(icon)).toMatchObject({ 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=3600' })
  for (const reply of [page, script, icon])
    expect(reply.headers['content-security-policy']).toContain("default-src 'self'")
})

it('answers whoever has a file already with 304, HEAD without a body, and a range with the whole', async () => {
  const { build, write, get } = await host()
  build('<title>x</title>')
  write(SCRIPT, 'one()')
  for (const path of ['/', `/${SCRIPT}`]) {
    const first = await get(path)
    const { etag = '' } = first.headers
    expect(etag).toMatch(/^"[\w-]{22}"$/)
    const again = await get(path, { headers: { 'if-none-match': etag } })
    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag])
    expect(again.headers['cache-control']).toBe(first.headers['cache-control'])
    expect((await get(path, { headers: { 'if-none-match': '"another"' } })).status).toBe(200)
    const head = await get(path, { method: 'HEAD' })
    expect([head.status, headersOf(head), head.text]).toEqual([200, headersOf(first), ''])
    const range = await get(path, { headers: { range: 'bytes=0-1' } })
    expect([range.status, range.headers['accept-ranges'], range.text]).toEqual([200, undefined, first.text])
  }
})

it.each([
  '/assets',
  '/assets/',
  '/assets/nothing.js',
  '/assets/.hidden',
  '/assets/folder',
  '/assets/folder/in.js',
  '/assets/../index.html',
  '/assets/..%2findex.html',
  '/assets//etc/passwd',
  '/assets/%2fetc%2fpasswd',
  '/assets/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd',
  '/assets/%2e%2e%5cindex.html',
  '/assets/index-Cr7Zmx4I.js%00.svg',
  `/assets/${'a'.repeat(300)}.js`,
  '/index.html',
])('has nothing at %s', async (path) => {
  const { build, write, get } = await host()
  build('page')
  write(SCRIPT, 'one()')
  write('assets/.hidden', 'hidden')
  const { status } = await get(path)
  expect(status).toBe(404)
  expect((await get(`/${SCRIPT}`, { method: 'POST' })).status).toBe(404)
})

it('a console that was not built is 503 with what to do, and 200 as soon as it is built', async () => {
  const { build, get, text } = await host()
  const reply = await get('/')
  expect([reply.status, reply.headers.etag]).toEqual([503, undefined])
  expect(reply.text).toContain('npm run build:console')
  build('page')
  expect(await text('/')).toBe('page')
})

it('files are read once, until a new build has written its page', async () => {
  const { clock, build, write, text } = await host()
  build('one')
  write(SCRIPT, 'one()')
  expect([await text('/'), await text(`/${SCRIPT}`)]).toEqual(['one', 'one()'])
  write(SCRIPT, 'two()')
  clock.advance(5_000)
  expect(await text(`/${SCRIPT}`)).toBe('one()')
  build('two', 30)
  expect([await text('/'), await text(`/${SCRIPT}`)]).toEqual(['one', 'one()'])
  clock.advance(1_000)
  expect([await text('/'), await text(`/${SCRIPT}`)]).toEqual(['two', 'two()'])
})

it('what is built at this moment may be half written, and is not kept', async () => {
  const { clock, build, write, text } = await host()
  build('page', 2)
  write(SCRIPT, 'half(')
  expect(await text(`/${SCRIPT}`)).toBe('half(')
  write(SCRIPT, 'half()')
  expect(await text(`/${SCRIPT}`)).toBe('half()')
  clock.advance(10_000)
  expect(await text(`/${SCRIPT}`)).toBe('half()')
  write(SCRIPT, 'other()')
  expect(await text(`/${SCRIPT}`)).toBe('half()')
})

it('what does not fit into memory is handed out all the same, read anew each time', async () => {
  const { build, write, text } = await host()
  build('page')
  write('assets/large.js', 'x'.repeat(17 * 2 ** 20))
  expect((await text('/assets/large.js')).length).toBe(17 * 2 ** 20)
  write('assets/large.js', 'small()')
  expect(await text('/assets/large.js')).toBe('small()')
  write('assets/large.js', 'other()')
  expect(await text('/assets/large.js')).toBe('small()')
})

it('many who ask at the same moment get the same file, whole', async () => {
  const { build, write, text } = await host()
  build('page')
  const script = 'one();'.repeat(50_000)
  write(SCRIPT, script)
  const texts = await Promise.all(Array.from({ length: 50 }, () => text(`/${SCRIPT}`)))
  expect(new Set(texts)).toEqual(new Set([script]))
})

it('has the operator’s page beside the console where it is wanted, and else nothing of it', async () => {
  const script = 'assets/admin-Cr7Zmx4I.js'
  const [on, off] = [await host({ admin: true }), await host()]
  for (const { write } of [on, off]) {
    write('index.html', 'console')
    write('admin.html', 'page')
    write(script, 'one()')
  }
  const page = await on.get('/admin')
  expect([page.status, page.text, headersOf(page)['cache-control']]).toEqual([200, 'page', 'no-cache'])
  for (const path of ['/admin', `/${script}`]) {
    const { headers } = await on.get(path)
    expect(headers['content-security-policy']).toBe((await on.get('/')).headers['content-security-policy'])
    expect((await off.get(path)).status, path).toBe(404)
  }
  const slash = await on.get('/admin/')
  expect([slash.status, slash.headers.location]).toEqual([308, '../admin'])
  expect((await on.get('/admin.html')).status).toBe(404)
})

it('says how to build an operator’s page that was not built', async () => {
  const { build, get } = await host({ admin: true })
  build('console')
  const reply = await get('/admin')
  expect([reply.status, reply.text.includes('npm run build:console')]).toEqual([503, true])
})
