import { describe, expect, it } from 'vitest'
import type { AdminSession } from '../../../shared/api/admin-session.ts'
import type { AuditPage } from '../../../shared/api/audit.ts'
import type { IssuedKey } from '../../../shared/api/keys.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { adminRig, bodyOf, cookieOf, type Headers, MINUTE, PATH } from './admin-rig.ts'
import { expectProblem } from './expect-problem.ts'
import { sendRaw } from './raw-request.ts'
import { WHO_MAY } from './who-may.ts'

const HOUR = 60 * MINUTE

describe('a session of the operator’s page', () => {
  it('calls as its key does, and is audited as that', async () => {
    const { signIn, own, send, storeId, api } = await adminRig()
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
    const { signIn, own, send, make } = await adminRig()
    const headers = { ...own, cookie: cookieOf(await signIn((await make(role)).key)) }
    for (const [name, who] of Object.entries(WHO_MAY)) {
      const [method = '', path = ''] = name.split(' ')
      const reply = await send(method, path.replace('{id}', '1'), headers)
      if (who.includes(letter) || who === '*') expect.soft([401, 403], name).not.toContain(reply.status)
      else expectProblem(name, reply, 'forbidden')
    }
  })

  it('of a reader sees no customer', async () => {
    const { signIn, own, send, make, api } = await adminRig()
    await api.placePaid({ customer: { name: '王小明', phone: '13800138000' } })
    const { key } = await make('read_only')
    const seen = async (by: string) => {
      const headers = { ...own, cookie: cookieOf(await signIn(by)) }
      return (await send('GET', '/v1/orders', headers)).text.includes('王小明')
    }
    expect([await seen(api.operatorKey), await seen(key)]).toEqual([true, false])
  })

  it('is nothing without the proof that the request is of our own page (CSRF)', async () => {
    const { signIn, own, send, storeId, running, url } = await adminRig()
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
    const { signIn, send } = await adminRig()
    const cookie = cookieOf(await signIn())
    for (const path of ['/v1/stores', PATH])
      expect((await send('GET', path, { cookie, 'x-laidan-admin': 'act' })).status).toBe(200)
  })

  it('is of the origin of PUBLIC_URL as well, where a proxy does not keep the name', async () => {
    const { signIn, own } = await adminRig({ env: { PUBLIC_URL: 'https://bell.example.com/bell' } })
    expect((await signIn(undefined, { ...own, origin: 'https://bell.example.com' })).status).toBe(200)
  })

  it('a header with a key counts, not the cookie', async () => {
    const { signIn, own, send, make } = await adminRig()
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
    const { signIn, own, send, clock } = await adminRig()
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
    const { signIn, own, send, make, api, clock } = await adminRig()
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
    const { signIn, own, send } = await adminRig()
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
    const server = await adminRig()
    const headers = { 'x-laidan-admin': 'act', cookie: cookieOf(await server.signIn()) }
    const next = await server.restart()
    expect((await sendRaw(next.url, { method: 'GET', path: '/v1/stores', headers })).status).toBe(200)
  })

  it('a cookie that is none, or somebody’s guess, is refused', async () => {
    const { own, send } = await adminRig()
    for (const cookie of ['laidan_admin=lds_wrong', 'laidan_admin=ldo_x', `laidan_admin=${'x'.repeat(100)}`])
      expectProblem(cookie, await send('GET', '/v1/stores', { ...own, cookie }), 'unauthenticated')
    for (const cookie of ['', 'other=1', 'laidan_admin=', 'laidan_admin=%00', 'xlaidan_admin=lds_wrong', ';;;='])
      expectProblem(cookie, await send('GET', PATH, { ...own, cookie }), 'unauthenticated')
  })
})

describe('without ADMIN_PAGE', () => {
  it('there is no page, no sign-in, and no session counts', async () => {
    const on = await adminRig()
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
