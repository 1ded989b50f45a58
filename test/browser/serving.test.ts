import { get } from 'node:http'
import { describe, expect, it } from 'vitest'
import { startTestServer } from '../support/test-server.ts'

describe('the console as the server hands it out', () => {
  it('is one page, asked for anew each time, that may load nothing from elsewhere and nothing inline', async () => {
    const { api } = await startTestServer()
    const { status, headers, body } = await api.call('GET', '/')
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-cache')
    expect(headers.get('content-type')).toMatch(/^text\/html/)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(headers.get('access-control-allow-origin')).toBeNull()
    expect(String(body)).not.toMatch(/<script(?![^>]* src=)|<style|style=| on\w+=|https?:\/\//)
  })

  it('keeps what has a hash in its name for good, and nothing else', async () => {
    const { api } = await startTestServer()
    const page = String((await api.call('GET', '/')).body)
    const named = [...page.matchAll(/(?:src|href)="\.(\/assets\/[^"]+)"/g)].map(([, path]) => path as string)
    const hashed = named.filter((path) => /\.(js|css)$/.test(path))
    expect(hashed).toHaveLength(2)
    for (const path of hashed) {
      const { status, headers } = await api.call('GET', path)
      expect(status).toBe(200)
      expect(headers.get('cache-control')).toContain('immutable')
    }
    const icon = await api.call('GET', '/assets/icon.svg')
    expect(icon.headers.get('cache-control')).toBe('public, max-age=3600')
    expect(icon.headers.get('content-security-policy')).toContain("default-src 'self'")
  })

  it('goes out compressed to whoever takes that, and has another tag for each', async () => {
    const { api, url } = await startTestServer()
    const page = String((await api.call('GET', '/')).body)
    const [script = ''] = /\/?assets\/[^"]+\.js/.exec(page) ?? []
    const path = `/${script.replace(/^\//, '')}`
    const ask = (encoding: string) => api.call('GET', path, { headers: { 'accept-encoding': encoding } })
    const plain = await ask('identity')
    expect(plain.headers.get('content-encoding')).toBeNull()
    const tags = [plain.headers.get('etag')]
    for (const [accepted, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
    ] as const) {
      const { headers, body } = await ask(accepted)
      expect(headers.get('content-encoding')).toBe(encoding)
      expect(headers.get('content-type')).toMatch(/javascript/)
      expect(headers.get('cache-control')).toContain('immutable')
      expect(body).toBe(plain.body)
      const tag = headers.get('etag') ?? ''
      tags.push(tag)
      expect(await statusOf(new URL(path, url), { 'accept-encoding': accepted, 'if-none-match': tag })).toBe(304)
    }
    for (const { headers } of [plain, await ask('br')]) expect(headers.get('vary')).toMatch(/accept-encoding/i)
    expect(new Set(tags).size).toBe(3)
    for (const ending of ['br', 'gz']) expect((await api.call('GET', `${path}.${ending}`)).status).toBe(404)
  })

  it('can be kept on a phone’s home screen: a manifest, and icons of the sizes that it says', async () => {
    const { url, api } = await startTestServer()
    const page = String((await api.call('GET', '/')).body)
    const [, path = ''] = /<link rel="manifest" href="([^"]+)"/.exec(page) ?? []
    const address = new URL(path, url)
    const answer = await fetch(address)
    expect(answer.headers.get('content-type')).toMatch(/manifest\+json/)
    const manifest = (await answer.json()) as { start_url: string; icons: { src: string; sizes: string }[] }
    expect(new URL(manifest.start_url, address).href).toBe(new URL('/', url).href)
    const [, apple = ''] = /<link rel="apple-touch-icon" href="([^"]+)"/.exec(page) ?? []
    const icons = [...manifest.icons.map(({ src, sizes }) => [new URL(src, address), sizes] as const)]
    for (const [icon, sizes] of [...icons, [new URL(apple, url), '180x180'] as const]) {
      const png = Buffer.from(await (await fetch(icon)).arrayBuffer())
      expect(png.subarray(1, 4).toString('latin1')).toBe('PNG')
      expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes)
    }
  })

  it.each([
    '/assets/',
    '/assets/nothing.js',
    '/assets/%2e%2e/index.html',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/main.ts',
  ])('has nothing at %s', async (path) => {
    const { api } = await startTestServer()
    expect((await api.call('GET', path)).status).toBeGreaterThanOrEqual(400)
  })

  it('leaves the docs and the API where they are', async () => {
    const { api } = await startTestServer()
    for (const path of ['/docs', '/openapi.json', '/healthz']) expect((await api.call('GET', path)).status).toBe(200)
    expect((await api.call('POST', '/')).status).toBe(404)
  })
})

/** The status of a GET with just these headers: `fetch` tells a server to look anew whenever a tag is among them. */
function statusOf(url: URL, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).on('error', reject)
  })
}
