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
