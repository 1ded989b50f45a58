import { describe, expect, it } from 'vitest'
import type { AdminSession } from '../../../shared/api/admin-session.ts'
import type { AuditPage } from '../../../shared/api/audit.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { adminRig, bodyOf, cookieOf, type Headers, MINUTE, PATH } from './admin-rig.ts'
import { expectProblem, MARKER } from './expect-problem.ts'

describe('signing in to the operator’s page', () => {
  it('gives a cookie that no script reads and no other site’s request carries, and never the key', async () => {
    const { signIn, api, running, clock } = await adminRig()
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
    ['https://bell.example.com', 'https://bell.example.com', '/', true],
    ['https://bell.example.com/bell/', 'https://bell.example.com', '/bell', true],
    ['http://bell.example.com/bell', 'http://bell.example.com', '/bell', false],
    // By its address in the shop's own network, where the proxy's path and its TLS are not.
    ['https://bell.example.com/bell', 'http://192.168.1.5:8080', '/', false],
    // Behind a proxy of which the server knows nothing.
    ['https://bell.example.com/bell', 'https://192.168.1.5:8443', '/', true],
  ])('at %s, asked as %s, the cookie is for %s', async (publicUrl, origin, path, secure) => {
    const { host } = new URL(origin)
    const { signIn, own } = await adminRig({ env: { PUBLIC_URL: publicUrl } })
    const reply = await signIn(undefined, { ...own, host, origin })
    const [cookie = ''] = reply.headers['set-cookie'] ?? []
    expect([cookie.includes(`; Path=${path};`), cookie.endsWith('; Secure')]).toEqual([true, secure])
  })

  it('behind a proxy that says https, the cookie is for https alone', async () => {
    const { signIn, own } = await adminRig({ env: { TRUST_PROXY: '1' } })
    const reply = await signIn(undefined, { ...own, 'x-forwarded-proto': 'https' })
    expect(reply.headers['set-cookie']?.[0]).toMatch(/; Secure$/)
  })

  it.each(['ordering', 'connector'] as const)('is not for a key of the role %s', async (role) => {
    const { signIn, make } = await adminRig()
    const { key } = await make(role)
    const reply = await signIn(key)
    expectProblem(role, reply, 'forbidden', [key])
    expect(reply.headers['set-cookie']).toBeUndefined()
  })

  it('refuses what is no key, and repeats nothing of it', async () => {
    const { signIn, send, own, running } = await adminRig()
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
    const { signIn, own, url } = await adminRig()
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
    const { signIn, own, clock, api } = await adminRig({ limits, env: { TRUST_PROXY: '1' } })
    for (let n = 0; n < 30; n++)
      expectProblem('a page elsewhere', await signIn('x', { ...own, origin: 'https://evil.example' }), 'forbidden')
    const from = (address: string, key = 'ldo_wrong') => signIn(key, { ...own, 'x-forwarded-for': address })
    for (const key of ['ldo_wrong', api.operatorKey]) expect((await from('10.0.0.1', key)).status).not.toBe(429)
    expectProblem('a third try', await from('10.0.0.1', api.operatorKey), 'rate_limited')
    for (let n = 2; n < 13; n++) for (const _ of 'ab') expect((await from(`10.0.0.${n}`)).status).toBe(401)
    expectProblem('one too many of all', await from('10.0.1.1'), 'rate_limited')
    clock.advance(MINUTE)
    expect((await from('10.0.0.1', api.operatorKey)).status).toBe(200)
  })

  it('is audited as the key’s, and so is the end', async () => {
    const { signIn, own, send, api } = await adminRig()
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
    const { signIn, api } = await adminRig({ log: (line) => void lines.push(line) })
    const reply = await signIn()
    await signIn(`ldo_${MARKER}`)
    const log = lines.join('\n')
    expect(log).toContain(PATH)
    for (const secret of [api.operatorKey, MARKER, cookieOf(reply).split('=')[1] as string])
      expect(log).not.toContain(secret)
  })
})
