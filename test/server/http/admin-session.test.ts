import { describe, expect, it } from 'vitest'
import type { AdminSession } from '../../../shared/api/admin-session.ts'
import type { AuditPage } from '../../../shared/api/audit.ts'
import type { IssuedKey, KeyRole } from '../../../shared/api/keys.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { startTestServer, type TestServerOptions } from '../../support/test-server.ts'
import { expectProblem, MARKER } from './expect-problem.ts'
import { type RawReply, type RawRequest, sendRaw } from './raw-request.ts'
import { WHO_MAY } from './who-may.ts'

const PATH = '/admin/session'
const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Headers of a request as the page's browser sends it. */
type Headers = NonNullable<RawRequest['headers']>

async function rig(options: TestServerOptions = {}) {
  const clock = createManualClock()
  const server = await startTestServer({ clock, ...options })
  const { api } = server
  const own: Headers = { 'x-laidan-admin': 'act', origin: server.url }
  const send = (method: string, path: string, headers: Headers = {}, body?: unknown) =>
    sendRaw(server.url, {
      ...{ method, path, headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers } },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  const signIn = (key: unknown = api.operatorKey, headers: Headers = own) => send('POST', PATH, headers, { key })
  const make = async (role: KeyRole) => {
    const stores = role === 'connector' ? { stores: [server.storeId] } : {}
    const body = { role, name: role, ...stores }
    return (await api.call('POST', '/v1/keys', { as: api.operatorKey, body })).body as IssuedKey
  }
  return { ...server, clock, own, send, signIn, make }
}

/** The cookie of an answer, as a browser sends it back. */
function cookieOf({ headers }: RawReply): string {
  const [cookie = ''] = headers['set-cookie'] ?? []
  return cookie.split(';')[0] ?? ''
}

function bodyOf<T>({ text }: RawReply): T {
  return JSON.parse(text) as T
}

describe('signing in to the operator’s page', () => {
  it('gives a cookie that no script reads and no other site’s request carries, and never the key', async () => {
    const { signIn, api, running, clock } = await rig()
    const reply = await signIn()
    expect(reply.status).toBe(200)
    expect(reply.headers['cache-control']).toBe('no-store')
    expect(reply.headers['set-cookie']).toEqual([
      expect.stringMatching(/^laidan_admin=lds_[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
    ])
    expect(bodyOf<AdminSession>(reply)).toMatchObject({ role: 'operator', expiresAt: clock.now() + 30 * MINUTE })
    expect(reply.text).not.toContain(api.operatorKey)
    const token = cookieOf(reply).split('=')[1] as string
    for (const table of ['admin_sessions', 'audit'])
      expect(JSON.stringify(await running.ctx.db.read.all(`SELECT * FROM ${table}`))).not.toContain(token)
  })

  it.each([
    ['https://bell.example.com', 'bell.example.com', '/', true],
    ['https://bell.example.com/bell/', 'bell.example.com', '/bell', true],
    ['http://bell.example.com/bell', 'bell.example.com', '/bell', false],
    // By its address in the shop's own network, where the proxy's path and its TLS are not.
    ['https://bell.example.com/bell', '192.168.1.5:8080', '/', false],
  ])('at %s, asked as %s, the cookie is for %s', async (publicUrl, host, path, secure) => {
    const { signIn, own } = await rig({ env: { PUBLIC_URL: publicUrl } })
    const reply = await signIn(undefined, { ...own, host, origin: `https://${host}` })
    const [cookie = ''] = reply.headers['set-cookie'] ?? []
    expect([cookie.includes(`; Path=${path};`), cookie.endsWith('; Secure')]).toEqual([true, secure])
  })

  it('behind a proxy that says https, the cookie is for https alone', async () => {
    const { signIn, own } = await rig({ env: { TRUST_PROXY: '1' } })
    const reply = await signIn(undefined, { ...own, 'x-forwarded-proto': 'https' })
    expect(reply.headers['set-cookie']?.[0]).toMatch(/; Secure$/)
  })

  it.each(['ordering', 'connector'] as const)('is not for a key of the role %s', async (role) => {
    const { signIn, make } = await rig()
    const { key } = await make(role)
    const reply = await signIn(key)
    expectProblem(role, reply, 'forbidden', [key])
    expect(reply.headers['set-cookie']).toBeUndefined()
  })

  it('refuses what is no key, and repeats nothing of it', async () => {
    const { signIn, send, own, running } = await rig()
    const unchanged = await watchDatabase(running.ctx)
    expectProblem('unknown', await signIn(`ldo_${MARKER}`), 'unauthenticated')
    for (const key of ['', 5, null, [], {}, 'two words', 'x'.repeat(201), '钥匙'])
      expectProblem(JSON.stringify(key), await signIn(key), 'body_invalid')
    expectProblem('another field', await send('POST', PATH, own, { key: 'x', [MARKER]: 1 }), 'body_invalid')
    for (const body of ['{', 'null', '5', '"x"', `{"key":"${MARKER}`])
      expectProblem(body, await send('POST', PATH, own, body), 'body_not_json')
    expectProblem('nothing', await send('POST', PATH, { ...own, 'content-type': 'application/json' }), 'body_invalid')
    expectProblem('large', await send('POST', PATH, own, { key: 'x'.repeat(2_000) }), 'body_too_large')
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      expectProblem(
        type,
        await send('POST', PATH, { ...own, 'content-type': type }, '{"key":"x"}'),
        'media_type_unsupported',
      )
    for (const method of ['PUT', 'PATCH']) expectProblem(method, await send(method, PATH, own), 'method_not_allowed')
    await unchanged('bad sign-ins')
  })

  it('is refused from a page elsewhere, and without the page’s own header', async () => {
    const { signIn, own, url } = await rig()
    const { 'x-laidan-admin': _, ...bare } = own
    const elsewhere: Record<string, Headers> = {
      'a plain form': bare,
      'another origin': { ...own, origin: 'https://evil.example' },
      'another port': { ...own, origin: 'http://127.0.0.1:1' },
      'no origin': { 'x-laidan-admin': 'act' },
      'a sandboxed frame': { ...own, origin: 'null' },
      'a site beside': { ...own, origin: url, 'sec-fetch-site': 'same-site' },
      'a bookmark': { ...own, 'sec-fetch-site': 'none' },
    }
    for (const [who, headers] of Object.entries(elsewhere)) {
      const reply = await signIn(undefined, headers)
      expectProblem(who, reply, 'forbidden')
      expect(reply.headers['set-cookie'], who).toBeUndefined()
    }
    expect((await signIn(undefined, { ...own, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  })

  it('is counted by address and all together, and anew each minute', async () => {
    const limits = { callsPerMinute: 1_000, pairingsPerMinute: 2 }
    const { signIn, own, clock, api } = await rig({ limits, env: { TRUST_PROXY: '1' } })
    const from = (address: string, key = 'ldo_wrong') => signIn(key, { ...own, 'x-forwarded-for': address })
    for (const key of ['ldo_wrong', api.operatorKey]) expect((await from('10.0.0.1', key)).status).not.toBe(429)
    expectProblem('a third try', await from('10.0.0.1', api.operatorKey), 'rate_limited')
    for (let n = 2; n < 13; n++) for (const _ of 'ab') expect((await from(`10.0.0.${n}`)).status).toBe(401)
    expectProblem('one too many of all', await from('10.0.1.1'), 'rate_limited')
    clock.advance(MINUTE)
    expect((await from('10.0.0.1', api.operatorKey)).status).toBe(200)
  })

  it('is audited as the key’s, and so is the end', async () => {
    const { signIn, own, send, api } = await rig()
    const cookie = cookieOf(await signIn())
    await send('DELETE', PATH, { ...own, cookie })
    const { entries } = (await api.call('GET', '/v1/audit', { as: api.operatorKey })).body as AuditPage
    expect(entries.slice(0, 2).map(({ action, from }) => [action, from])).toEqual([
      ['session.end', '127.0.0.1'],
      ['session.begin', '127.0.0.1'],
    ])
    expect(entries[0]?.actor).toEqual(entries[1]?.actor)
    expect(entries[0]?.actor).toMatchObject({ kind: 'operator', name: 'first key' })
  })

  it('leaves no trace of the key in the log', async () => {
    const lines: string[] = []
    const { signIn, api } = await rig({ log: (line) => void lines.push(line) })
    const reply = await signIn()
    await signIn(`ldo_${MARKER}`)
    const log = lines.join('\n')
    expect(log).toContain(PATH)
    for (const secret of [api.operatorKey, MARKER, cookieOf(reply).split('=')[1] as string])
      expect(log).not.toContain(secret)
  })
})

describe('a session of the operator’s page', () => {
  it('calls as its key does, and is audited as that', async () => {
    const { signIn, own, send, storeId, api } = await rig()
    const session = await signIn()
    const headers = { ...own, cookie: cookieOf(session) }
    expect((await send('GET', '/v1/stores', headers)).status).toBe(200)
    const issued = await send('POST', `/v1/stores/${storeId}/pairing-codes`, headers)
    expect(issued.status).toBe(201)
    const { entries } = (await api.call('GET', '/v1/audit?action=code.issue', { as: api.operatorKey }))
      .body as AuditPage
    expect(entries[0]?.actor.id).toBe(bodyOf<AdminSession>(session).keyId)
  })

  it.each([
    ['operator', 'o'],
    ['read_only', 'r'],
  ] as const)('of a key of the role %s may what that may, and no more', async (role, letter) => {
    const { signIn, own, send, make } = await rig()
    const headers = { ...own, cookie: cookieOf(await signIn((await make(role)).key)) }
    for (const [name, who] of Object.entries(WHO_MAY)) {
      const [method = '', path = ''] = name.split(' ')
      const reply = await send(method, path.replace('{id}', '1'), headers)
      if (who.includes(letter) || who === '*') expect.soft([401, 403], name).not.toContain(reply.status)
      else expectProblem(name, reply, 'forbidden')
    }
  })

  it('of a reader sees no customer', async () => {
    const { signIn, own, send, make, api } = await rig()
    await api.placePaid({ customer: { name: '王小明', phone: '13800138000' } })
    const { key } = await make('read_only')
    const seen = async (by: string) => {
      const headers = { ...own, cookie: cookieOf(await signIn(by)) }
      return (await send('GET', '/v1/orders', headers)).text.includes('王小明')
    }
    expect([await seen(api.operatorKey), await seen(key)]).toEqual([true, false])
  })

  it('is nothing without the proof that the request is of our own page (CSRF)', async () => {
    const { signIn, own, send, storeId, running, url } = await rig()
    const cookie = cookieOf(await signIn())
    const unchanged = await watchDatabase(running.ctx)
    const { 'x-laidan-admin': _, ...bare } = own
    const elsewhere: Record<string, Headers> = {
      'a form or a link': { ...bare, cookie },
      'another origin': { ...own, cookie, origin: 'https://evil.example' },
      'no origin': { 'x-laidan-admin': 'act', cookie },
      'a sandboxed frame': { ...own, cookie, origin: 'null' },
      'a site beside': { ...own, cookie, 'sec-fetch-site': 'same-site', origin: url },
    }
    for (const [who, headers] of Object.entries(elsewhere)) {
      expectProblem(who, await send('POST', `/v1/stores/${storeId}/pairing-codes`, headers), 'unauthenticated')
      expectProblem(who, await send('DELETE', PATH, headers), 'forbidden')
    }
    expectProblem('a link', await send('GET', '/v1/stores', { cookie }), 'unauthenticated')
    const sister = { cookie, 'x-laidan-admin': 'act', 'sec-fetch-site': 'same-site' }
    expectProblem('a site beside that reads', await send('GET', '/v1/stores', sister), 'unauthenticated')
    await unchanged('requests from elsewhere')
    const { headers } = await send('OPTIONS', '/v1/stores', { origin: 'https://evil.example', cookie })
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  it('a request that reads needs no origin: over plain http a browser names none', async () => {
    const { signIn, send } = await rig()
    const cookie = cookieOf(await signIn())
    for (const path of ['/v1/stores', PATH])
      expect((await send('GET', path, { cookie, 'x-laidan-admin': 'act' })).status).toBe(200)
  })

  it('is of the origin of PUBLIC_URL as well, where a proxy does not keep the name', async () => {
    const { signIn, own } = await rig({ env: { PUBLIC_URL: 'https://bell.example.com/bell' } })
    expect((await signIn(undefined, { ...own, origin: 'https://bell.example.com' })).status).toBe(200)
  })

  it('a header with a key counts, not the cookie', async () => {
    const { signIn, own, send, make } = await rig()
    const cookie = cookieOf(await signIn())
    const { key } = await make('read_only')
    const bearer = { ...own, cookie, authorization: `Bearer ${key}` }
    expectProblem('a reader', await send('POST', '/v1/stores', bearer, { name: '店' }), 'forbidden')
    expectProblem(
      'no key',
      await send('GET', '/v1/stores', { ...bearer, authorization: 'Bearer x' }),
      'unauthenticated',
    )
  })

  it('ends half an hour after the latest act, and after eight hours in any case', async () => {
    const { signIn, own, send, clock } = await rig()
    const idle = { ...own, cookie: cookieOf(await signIn()) }
    clock.advance(30 * MINUTE - 1)
    expect((await send('GET', PATH, { ...idle, 'x-laidan-admin': 'watch' })).status).toBe(200)
    clock.advance(1)
    expectProblem('watched alone', await send('GET', '/v1/stores', idle), 'unauthenticated')
    expectProblem('asked for', await send('GET', PATH, idle), 'unauthenticated')

    const busy = { ...own, cookie: cookieOf(await signIn()) }
    for (let passed = 0; passed < 8 * HOUR - 20 * MINUTE; passed += 20 * MINUTE) {
      clock.advance(20 * MINUTE)
      expect((await send('GET', '/v1/stores', busy)).status, `after ${passed / MINUTE} minutes`).toBe(200)
    }
    clock.advance(20 * MINUTE)
    expectProblem('after eight hours', await send('GET', '/v1/stores', busy), 'unauthenticated')
  })

  it('ends with its key: revoked, rotated away, or expired', async () => {
    const { signIn, own, send, make, api, clock } = await rig()
    const as = api.operatorKey
    const ends = {
      revoked: ({ id }: IssuedKey) => api.call('DELETE', `/v1/keys/${id}`, { as }),
      rotated: ({ id }: IssuedKey) => api.call('POST', `/v1/keys/${id}/rotate`, { as, body: { overlapHours: 0 } }),
    }
    for (const [how, end] of Object.entries(ends)) {
      const made = await make('operator')
      const headers = { ...own, cookie: cookieOf(await signIn(made.key)) }
      expect((await send('GET', '/v1/stores', headers)).status, how).toBe(200)
      expect((await end(made)).status, how).toBeLessThan(300)
      expectProblem(how, await send('GET', '/v1/stores', headers), 'unauthenticated')
      expectProblem(how, await signIn(made.key), 'unauthenticated')
    }
    const body = { role: 'operator', name: '今天', expiresAt: clock.now() + MINUTE }
    const { key } = (await api.call('POST', '/v1/keys', { as, body })).body as IssuedKey
    const headers = { ...own, cookie: cookieOf(await signIn(key)) }
    clock.advance(MINUTE)
    expectProblem('expired', await send('GET', '/v1/stores', headers), 'unauthenticated')
  })

  it('ends with the sign-out at once, also for whoever has kept the cookie', async () => {
    const { signIn, own, send } = await rig()
    const headers = { ...own, cookie: cookieOf(await signIn()) }
    const reply = await send('DELETE', PATH, headers)
    expect([reply.status, reply.headers['set-cookie']]).toEqual([
      204,
      ['laidan_admin=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0'],
    ])
    expectProblem('afterwards', await send('GET', '/v1/stores', headers), 'unauthenticated')
    expect((await send('DELETE', PATH, headers)).status).toBe(204)
  })

  it('outlives a restart: every server of the database knows it', async () => {
    const server = await rig()
    const headers = { 'x-laidan-admin': 'act', cookie: cookieOf(await server.signIn()) }
    const next = await server.restart()
    expect((await sendRaw(next.url, { method: 'GET', path: '/v1/stores', headers })).status).toBe(200)
  })

  it('a cookie that is none, or somebody’s guess, is refused', async () => {
    const { own, send } = await rig()
    for (const cookie of ['laidan_admin=lds_wrong', 'laidan_admin=ldo_x', `laidan_admin=${'x'.repeat(100)}`])
      expectProblem(cookie, await send('GET', '/v1/stores', { ...own, cookie }), 'unauthenticated')
    for (const cookie of ['', 'other=1', 'laidan_admin=', 'laidan_admin=%00', 'xlaidan_admin=lds_wrong', ';;;='])
      expectProblem(cookie, await send('GET', PATH, { ...own, cookie }), 'unauthenticated')
  })
})

describe('without ADMIN_PAGE', () => {
  it('there is no page, no sign-in, and no session counts', async () => {
    const on = await rig()
    const headers = { ...on.own, cookie: cookieOf(await on.signIn()) }
    const off = await on.restart({ env: { ADMIN_PAGE: 'off' } })
    const send = (method: string, path: string, body?: string) =>
      sendRaw(off.url, {
        ...{ method, path, headers: { ...headers, origin: off.url, 'content-type': 'application/json' } },
        ...(body !== undefined && { body }),
      })
    for (const path of ['/admin', '/admin/', PATH]) expectProblem(path, await send('GET', path), 'route_unknown')
    const body = JSON.stringify({ key: on.api.operatorKey })
    expectProblem('a sign-in', await send('POST', PATH, body), 'route_unknown')
    expectProblem('a sign-out', await send('DELETE', PATH), 'route_unknown')
    expectProblem('a call', await send('GET', '/v1/stores'), 'unauthenticated')
  })
})
