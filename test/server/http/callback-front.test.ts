import { describe, expect, it } from 'vitest'
import { makeFakeKeys } from '../../../demo/providers/fake-keys.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import { WEBHOOK_PATH } from '../../support/webhook.ts'
import { answered, CLOSED, createCallbackPlace, refusal, TAKEN } from './callback-place.ts'
import { createSenders } from './notice-senders.ts'
import { exchange, readAnswers } from './raw-exchange.ts'

describe('the address of a callback', () => {
  it.each([
    ['as the provider has it', WEBHOOK_PATH],
    ['with a slash behind it', `${WEBHOOK_PATH}/`],
    ['in capitals', WEBHOOK_PATH.toUpperCase()],
    ['with a query', `${WEBHOOK_PATH}?a=b`],
    ['with a slash and a query', `${WEBHOOK_PATH}/?a=/b/`],
    ['with a fragment, which no request should have', `${WEBHOOK_PATH}#x`],
    ['in absolute form', `http://elsewhere.example${WEBHOOK_PATH}`],
    ['in absolute form, with a port and a query', `HTTP://a:b@elsewhere.example:81${WEBHOOK_PATH}/?a=b`],
  ])('%s, is that address', async (_how, target) => {
    const { ask, request } = await createCallbackPlace()
    expect(await ask(request({ target }))).toEqual({ answers: [TAKEN], logged: [answered(204)] })
    const { answers } = await ask(request({ target, method: 'GET', body: null }))
    expect(answers).toEqual([refusal('method_not_allowed', { allow: 'POST' })])
  })

  it('written otherwise, or of a provider that is not set up, is none', async () => {
    const { ask, request } = await createCallbackPlace()
    const unknown = ['/notify/standard%2Dwebhooks', '/notify/wechatpay', '/notify/paySuccess', '/notify/x/?y']
    for (const target of unknown)
      expect(await ask(request({ target })), target).toEqual({
        answers: [refusal('provider_unknown')],
        logged: [answered(404, 'provider_unknown', '/notify/:provider')],
      })
    // No callback, and so bound to the names of this server.
    const local = (wanted: Parameters<typeof request>[0]) => request(wanted).replace('bell.example', 'localhost')
    const nothing = ['//notify/standard-webhooks', `${WEBHOOK_PATH}//`, `${WEBHOOK_PATH}/x`, '/notify', '/notify/%zz']
    const odd = ['/notify%2Fstandard-webhooks', `/x/..${WEBHOOK_PATH}`, `/x?${WEBHOOK_PATH}`]
    for (const target of [...nothing, ...odd]) {
      const { answers, logged } = await ask(local({ target }))
      expect(answers, target).toMatchObject([{ line: 'HTTP/1.1 404 Not Found', body: refusal('route_unknown').body }])
      expect(logged, target).toEqual([answered(404, 'route_unknown', 'none')])
    }
    for (const method of ['GET', 'OPTIONS'])
      expect((await ask(local({ method, target: '/notify/wechatpay' }))).logged, method).toEqual([
        answered(404, 'route_unknown', 'none', method),
      ])
  })

  it('takes POST alone, whatever else comes with another method', async () => {
    const { ask, request } = await createCallbackPlace()
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])
      for (const body of [null, 'x'.repeat(70_000)])
        expect(await ask(request({ method, body })), method).toEqual({
          answers: [refusal('method_not_allowed', { allow: 'POST' })],
          logged: [answered(405, 'method_not_allowed', WEBHOOK_PATH, method)],
        })
    const { answers } = await ask(request({ method: 'HEAD', body: null }))
    expect(answers).toEqual([{ ...refusal('method_not_allowed', { allow: 'POST' }), body: '' }])
  })
})

it('what proxies, browsers and strangers add to a callback changes nothing', async () => {
  const { ask, request } = await createCallbackPlace()
  for (const headers of [
    'Origin: http://evil.example\r\nReferer: http://evil.example/\r\nSec-Fetch-Site: cross-site\r\n',
    'Authorization: Bearer nobody\r\nCookie: a=b\r\n',
    'X-Forwarded-For: 10.0.0.1, __proto__\r\nForwarded: for=x\r\nX-HTTP-Method-Override: GET\r\n',
    'Content-Type: text/plain; charset=gbk\r\nContent-Type: __proto__\r\n',
    'Accept: text/html\r\nIf-None-Match: *\r\nRange: bytes=0-1\r\n',
    'Upgrade: h2c\r\n',
    'X-Request-Id: a b\r\n',
    'X-Request-Id: a\r\nX-Request-Id: b\r\n',
    `X-Request-Id: ${'x'.repeat(65)}\r\n`,
  ])
    expect(await ask(request({ headers })), headers).toEqual({ answers: [TAKEN], logged: [answered(204)] })
  const named = await ask(request({ headers: 'X-Request-Id: mine-1\r\n' }))
  expect(named.answers).toEqual([{ ...TAKEN, headers: { ...TAKEN.headers, 'x-request-id': 'mine-1' } }])
  expect((await ask(request({ version: '1.0' }))).answers).toEqual([TAKEN])
  for (const name of ['webhook-id', 'webhook-signature'])
    expect((await ask(request({ headers: `${name}: twice\r\n` }))).answers, name).toEqual([
      refusal('signature_invalid'),
    ])
})

it('each provider reads its own words, and no header beside them but the id', async () => {
  const { env, senders } = createSenders(Date.now, makeFakeKeys())
  const { ask } = await createCallbackPlace(env)
  const facts = { orderNumber: 'nobody', transactionId: 'tx-1', amountMinor: 1 }
  for (const { provider, path, request, ok, unsigned, refused } of senders) {
    for (const [wrong, told] of [
      [{}, ok],
      [{ forged: true }, refused(unsigned, 'signature_invalid')],
    ] as const) {
      const { headers = {}, body = '' } = request.call({ path }, facts, wrong)
      const length = `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\nhost: x\r\n`
      const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
      const { answers, logged } = await ask(`POST ${path} HTTP/1.1\r\n${fields.join('')}${length}\r\n${body}`)
      const { status } = told
      expect(logged.at(-1), provider).toMatchObject({ msg: 'answered', route: path, status })
      if ('problem' in told) expect(answers, provider).toEqual([refusal(told.problem as ProblemCode)])
      else {
        const { type, text } = told
        const dressed = type !== undefined && { 'content-type': type, 'content-length': String(text.length) }
        expect(answers, provider).toMatchObject([
          { headers: { 'x-request-id': '*', ...dressed, ...CLOSED }, body: text },
        ])
        expect(Object.keys(answers[0]?.headers ?? {}).length, provider).toBe(type === undefined ? 3 : 5)
      }
    }
  }
})

it('callbacks one behind the other on a connection are answered in order, and seventeen at once end it', async () => {
  const { server, request } = await createCallbackPlace()
  const kept = (id: number) => request({ headers: `X-Request-Id: ${id}\r\n` }).replace('Connection: close\r\n', '')
  const ids = [1, 2, 3, 4, 5, 6, 7]
  const bytes = [...ids.map(kept), request({ headers: 'X-Request-Id: 8\r\n' })].join('')
  const answers = readAnswers(await exchange(server.url, bytes))
  expect(answers.map(({ line, headers }) => [line, headers['x-request-id']])).toEqual(
    [...ids, 8].map((id) => [TAKEN.line, String(id)]),
  )
  expect(answers[0]?.headers).toMatchObject({ connection: 'keep-alive', 'keep-alive': 'timeout=75' })
  expect(await exchange(server.url, Array.from({ length: 17 }, (_, id) => kept(id)).join(''))).toBe('')
})

it('a callback is counted under its address, its method and its status; a refused one by its code as well', async () => {
  const { server, request, ask } = await createCallbackPlace()
  await ask(request({ target: `${WEBHOOK_PATH.toUpperCase()}/` }))
  await ask(request({ body: 'x' }))
  await ask(request({ method: 'PUT' }))
  const { body } = await server.api.call('GET', '/metrics', { as: server.api.operatorKey })
  const route = `route="${WEBHOOK_PATH}"`
  for (const sample of [
    `laidan_http_requests_total{method="POST",${route},status="204"} 1`,
    `laidan_http_requests_total{method="POST",${route},status="401"} 1`,
    `laidan_http_requests_total{method="PUT",${route},status="405"} 1`,
    `laidan_http_request_seconds_count{${route}} 3`,
    'laidan_callbacks_refused_total{provider="standard-webhooks",code="signature_invalid"} 1',
  ])
    expect(body).toContain(`\n${sample}\n`)
})
