import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import * as z from 'zod'
import { findOrders, pairDevice, readStatistics } from '../../../desktop/core/rest/device-api.ts'
import { hostFetch } from '../../../desktop/core/rest/fetch.ts'
import { createRestClient } from '../../../desktop/core/rest/rest-client.ts'
import { issueLocalCode, refusalSentence } from '../../../desktop/node/pairing.ts'
import { startTestServer } from '../../support/test-server.ts'

const fetch = hostFetch(globalThis)
const anything = z.unknown()

async function serve(handle: RequestListener): Promise<string> {
  const server = createServer(handle)
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('the requester', () => {
  it('brings the token and the key, and hands on status, body and the time to wait', async () => {
    const seen: unknown[] = []
    const server = await serve((request, response) => {
      seen.push([request.method, request.url, request.headers.authorization, request.headers['idempotency-key']])
      response.writeHead(429, { 'Retry-After': '7', 'Content-Type': 'application/problem+json' })
      response.end('{"code":"rate_limited"}')
    })
    const { request } = createRestClient({ server, token: 'token', fetch })
    expect(await request({ method: 'POST', path: '/v1/x', headers: { 'Idempotency-Key': 'k' }, body: {} })).toEqual({
      status: 429,
      body: { code: 'rate_limited' },
      retryAfterMs: 7_000,
    })
    expect(seen).toEqual([['POST', '/v1/x', 'Bearer token', 'k']])
  })

  it('does not carry the token after a redirect, and survives a page that is not JSON', async () => {
    const elsewhere = await serve(() => expect.unreachable('the token left'))
    const redirecting = await serve((_request, response) => {
      response.writeHead(307, { Location: `${elsewhere}/stolen` })
      response.end()
    })
    const post = { method: 'POST', path: '/x', headers: {} } as const
    await expect(createRestClient({ server: redirecting, token: 't', fetch }).request(post)).rejects.toThrow()
    const portal = await serve((_request, response) => void response.end('<html>please log in</html>'))
    expect(await createRestClient({ server: portal, token: 't', fetch }).request(post)).toEqual({
      status: 200,
      body: undefined,
    })
  })
})

describe('a call', () => {
  const answering = (status: number, body: string) =>
    serve((_request, response) => {
      response.writeHead(status)
      response.end(body)
    })

  it.each([
    ['a problem', 403, '{"type":"x","title":"No.","status":403,"code":"forbidden","detail":"Not you."}', 'forbidden'],
    ['a proxy’s page', 502, '<html>bad gateway</html>', 'http_502'],
    ['another program', 200, '{"hello":"world"}', 'not_a_server'],
    ['a captive portal', 200, '<html>please log in</html>', 'not_a_server'],
  ])('that meets %s is refused by name', async (_what, status, body, code) => {
    const rest = createRestClient({ server: await answering(status, body), fetch })
    const refused = await rest.get('/v1/orders', z.object({ orders: z.array(anything) }))
    expect(refused).toEqual({ ok: false, code, ...(code === 'forbidden' && { detail: 'Not you.' }) })
  })

  it('that brings no reply within the limit is given up', async () => {
    const server = await serve(() => {})
    let limit = 0
    const impatient = {
      fetch: globalThis.fetch,
      AbortSignal: {
        timeout(ms: number) {
          limit = ms
          return AbortSignal.abort()
        },
      },
    }
    const rest = createRestClient({ server, fetch: hostFetch(impatient) })
    expect(await rest.post('/v1/x', anything, {})).toEqual({ ok: false, code: 'unreachable' })
    expect(limit).toBe(15_000)
  })

  it('without a token sends none, and asks for what is given of a query', async () => {
    const seen: unknown[] = []
    const server = await serve((request, response) => {
      seen.push([request.url, request.headers.authorization])
      response.end('{}')
    })
    await createRestClient({ server, fetch }).get('/x', anything, { status: [2, 3], q: 'a&b', none: undefined })
    expect(seen).toEqual([['/x?status=2%2C3&q=a%26b', undefined]])
  })
})

describe('pairing', () => {
  it('trades a code for a token once, and says what is wrong otherwise', async () => {
    const server = await startTestServer()
    const { storeId, orderingKey, operatorKey } = server.api
    const keys = { url: server.url, storeId, orderingKey, operatorKey, standardWebhooksSecret: '' }
    const code = await issueLocalCode(keys, fetch)
    if (!code.ok) throw new Error(code.code)
    const rest = createRestClient({ server: server.url, fetch })
    const device = { code: code.value, name: '厨房', platform: 'test' }
    const paired = await pairDevice(rest, device)
    expect(paired).toMatchObject({ ok: true, value: { store: { id: storeId } } })
    const again = await pairDevice(rest, device)
    expect(again).toMatchObject({ ok: false, code: 'pairing_code_invalid' })
    if (!paired.ok || again.ok) throw new Error('paired otherwise')
    expect(refusalSentence(server.url, again)).toBe('The pairing code is wrong, used, or expired.')
    const own = createRestClient({ server: server.url, token: paired.value.token, fetch })
    expect(await findOrders(own, { limit: 1 })).toMatchObject({ ok: true, value: { orders: [] } })
    expect(await readStatistics(own, storeId)).toMatchObject({ ok: true, value: { unanswered: 0 } })
    await server.stop()
    const away = await pairDevice(rest, device)
    expect(away).toEqual({ ok: false, code: 'unreachable' })
    expect(await issueLocalCode(keys, fetch)).toEqual(away)
    expect(refusalSentence(server.url, { code: 'unreachable' })).toBe(`${server.url} does not answer.`)
  })
})
