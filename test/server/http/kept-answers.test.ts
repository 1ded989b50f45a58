import { expect, it } from 'vitest'
import { startTestServer } from '../../support/test-server.ts'
import { doorsOf } from './doors.ts'
import { sendRaw } from './raw-request.ts'
import { createWorld } from './world.ts'

it('no cache keeps an answer of REST, whether good, refused, malformed or limited', async () => {
  const world = await createWorld()
  for (const { name, good } of doorsOf(world)) {
    const { status, headers } = await world.send(good)
    expect
      .soft({ status: status < 300, cached: headers['cache-control'] }, name)
      .toEqual({ status: true, cached: 'no-store' })
  }
  const server = await startTestServer({ limits: { callsPerMinute: 8, pairingsPerMinute: 1 } })
  const seen = new Set<number>()
  const bad: [string, string, Record<string, string>][] = [
    ...['/v1', '/v1/', '/V1/stores', '/v1/nothing', '/v1/%ff', '/v1/orders'].map(
      (path) => ['GET', path, {}] as [string, string, Record<string, string>],
    ),
    ['PUT', '/v1/stores', {}],
    ['GET', '/v1/stores', { authorization: 'Bearer nonsense' }],
    ['GET', '/v1/stores', { host: 'evil.example' }],
    ...Array.from({ length: 9 }, () => ['GET', '/v1/stores', {}] as [string, string, Record<string, string>]),
  ]
  for (const [method, path, headers] of bad) {
    const reply = await sendRaw(server.url, { method, path, headers })
    seen.add(reply.status)
    expect.soft(reply.headers['cache-control'], `${method} ${path} ${reply.status}`).toBe('no-store')
  }
  expect([...seen].toSorted()).toEqual([401, 404, 405, 421, 429])
})

it('browsers are told to use https for this name, and for those below it only when the operator says so', async () => {
  const header = async (env: Record<string, string>) => {
    const { url } = await startTestServer({ env })
    return (await fetch(new URL('/docs', url))).headers.get('strict-transport-security')
  }
  expect(await header({})).toBe('max-age=31536000')
  expect(await header({ HSTS_SUBDOMAINS: 'on' })).toBe('max-age=31536000; includeSubDomains')
})
