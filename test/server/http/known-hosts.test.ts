import { hostname } from 'node:os'
import { describe, expect, it } from 'vitest'
import { createKnownHosts } from '../../../server/http/known-hosts.ts'
import { createLogger } from '../../../server/lib/logger.ts'
import { startTestServer } from '../../support/test-server.ts'
import { webhookHeaders } from '../../support/webhook.ts'
import { expectProblem } from './expect-problem.ts'
import { sendRaw } from './raw-request.ts'

function check(settings: { publicUrl?: string; allowed?: string[] } = {}) {
  const lines: string[] = []
  const logger = createLogger('debug', { write: (line: string) => void lines.push(line) })
  const names = { publicUrl: undefined, allowed: [], ownName: 'SHOP-PC', logger, ...settings }
  return { knows: createKnownHosts(names), lines }
}

const ADDRESSES = [
  ...['127.0.0.1', '127.0.0.1:8080', '192.168.1.5:8080', '10.0.0.5', '172.16.3.4:80', '169.254.7.7', '203.0.113.9'],
  ...['[::1]', '[::1]:8080', '[fe80::1]:8080', '[fd00::1]', '[2001:db8::1]:443', '[::ffff:127.0.0.1]'],
]
const LOCAL_NAMES = [
  ...['localhost', 'LOCALHOST:8080', 'a.localhost', 'shop-pc', 'Shop-PC:8080', 'laidan:8080', 'shop-pc.local'],
  ...['kasse.lan', 'bell.home.arpa', 'bell.internal:80', 'localhost.'],
]
const REBOUND = [
  ...[
    'evil.example',
    'evil.example:8080',
    '127.0.0.1.evil.example',
    '192.168.1.5.nip.io:8080',
    'localhost.evil.example',
  ],
  ...['shop-pc.evil.example', 'local.evil.example', 'evil-local.example', '127.1.example', 'xn--evil-example.com'],
  ...[
    '',
    ' ',
    'a b',
    'evil.example/',
    'evil.example#localhost',
    'user@localhost',
    '[evil.example]',
    '[::1',
    '::1',
    'a:b:c',
  ],
]

describe('the names that a server goes by', () => {
  it.each([...ADDRESSES, ...LOCAL_NAMES, undefined])('%s is one: nobody can let it point elsewhere', (host) => {
    expect(check().knows(host)).toBe(true)
  })

  it.each(REBOUND)('%j is none', (host) => {
    expect(check().knows(host)).toBe(false)
    expect(check({ publicUrl: 'https://bell.example.com', allowed: ['*.shop.example'] }).knows(host)).toBe(false)
  })

  it('that of PUBLIC_URL is one, on any port, and those of ALLOWED_HOSTS are', () => {
    const { knows } = check({
      publicUrl: 'https://Bell.Example.com:8443/x',
      allowed: ['Ring.Example', '*.shop.example'],
    })
    for (const host of ['bell.example.com', 'BELL.example.com:443', 'ring.example:80', 'a.b.shop.example'])
      expect(knows(host), host).toBe(true)
    for (const host of ['a.bell.example.com', 'a.ring.example', 'shop.example', 'ashop.example', 'example.com'])
      expect(knows(host), host).toBe(false)
    expect(check({ allowed: ['*'] }).knows('evil.example')).toBe(true)
  })

  it('a name that is not ASCII is known as browsers send it, in Punycode', () => {
    const { knows } = check({
      publicUrl: 'https://点单.example',
      allowed: ['来单.cn', '*.Bücher.example', '来单.中国'],
    })
    const sent = ['来单.cn', 'x.bücher.example', '来单.中国', '点单.example'].map(
      (name) => new URL(`http://${name}/`).hostname,
    )
    expect(sent).toContain('xn--4krt08b.cn')
    for (const host of sent) expect(knows(`${host}:8080`), host).toBe(true)
    for (const host of ['xn--bcher-kva.example', 'a.xn--4krt08b.cn']) expect(knows(host), host).toBe(false)
  })

  it('each unknown name is logged once, cleaned, and never more than twenty of them', () => {
    const { knows, lines } = check()
    for (const host of ['evil.example', 'evil.example:81', 'EVIL.example', 'bad\u0007.example']) knows(host)
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 40, host: 'evil.example' },
      { host: 'bad .example' },
    ])
    for (let n = 0; n < 100; n++) knows(`${n}.example`)
    expect(lines).toHaveLength(20)
  })
})

describe('a request under a name that is not the server’s (DNS rebinding)', () => {
  const EVIL = { host: 'evil.example' }

  it('gets 421 from pages, docs, updates and REST, keys or not; probes and the own names are answered', async () => {
    const server = await startTestServer()
    const { operatorKey } = server.api
    const send = (method: string, path: string, headers: Record<string, string>, body?: string) =>
      sendRaw(server.url, { method, path, headers, ...(body !== undefined && { body }) })
    for (const path of [
      '/',
      '/docs',
      '/openapi.json',
      '/assets/x.js',
      '/updates/latest.yml',
      '/v1/stores',
      '/v1/nothing',
    ])
      expectProblem(path, await send('GET', path, { ...EVIL, authorization: `Bearer ${operatorKey}` }), 'host_unknown')
    const pairing = JSON.stringify({ code: '000-000-000', name: 'x', platform: 'x' })
    const json = { 'content-type': 'application/json' }
    expectProblem('pairing', await send('POST', '/v1/devices/pair', { ...EVIL, ...json }, pairing), 'host_unknown')
    for (const path of ['/healthz', '/readyz']) expect((await send('GET', path, EVIL)).status, path).toBe(200)
    for (const host of ['localhost', hostname(), `${hostname()}.local`, '192.168.0.9:8080'])
      expect((await send('GET', '/openapi.json', { host })).status, host).toBe(200)
  })

  it('uses up none of the tries at pairing that the shop’s own address has', async () => {
    const server = await startTestServer({ limits: { callsPerMinute: 1_000, pairingsPerMinute: 2 } })
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ code: '000000000000', name: 'x', platform: 'x' })
    const guess = (more: object) =>
      sendRaw(server.url, { method: 'POST', path: '/v1/devices/pair', headers: { ...headers, ...more }, body })
    for (let n = 0; n < 5; n++) expectProblem('under a foreign name', await guess(EVIL), 'host_unknown')
    for (let n = 0; n < 2; n++) expectProblem('under its own', await guess({}), 'pairing_code_invalid')
    expectProblem('once more', await guess({}), 'rate_limited')
  })

  it('opens no socket, even though the page that asks has the origin of that name', async () => {
    const server = await startTestServer({ env: { LEGACY_WS: 'on' } })
    const { token } = await server.api.pair()
    for (const path of ['/v1/socket', `/ws/${token}`]) {
      const headers = { ...EVIL, origin: 'http://evil.example' }
      await expect(server.connect({ token, path, headers }), path).rejects.toThrow('421')
    }
    const own = { host: 'shop-pc.local:8080', origin: 'http://shop-pc.local:8080' }
    await expect(server.connect({ token, headers: own }).then((device) => device.synced())).resolves.toBeUndefined()
  })

  it('a signed callback is taken under every name: no payment is lost for what a proxy calls this server', async () => {
    const server = await startTestServer()
    const order = await server.api.place()
    const raw = JSON.stringify({
      type: 'payment.succeeded',
      timestamp: new Date().toISOString(),
      data: {
        ...{ transactionId: 'tx-1', orderNumber: order.number, amountMinor: order.amountMinor },
        currency: 'CNY',
        paidAt: 1,
      },
    })
    const signed = webhookHeaders(server.running.standardWebhooksSecret, Date.now(), raw, 'msg_1')
    const headers = { ...signed, ...EVIL, 'content-type': 'application/json' }
    const reply = await sendRaw(server.url, { method: 'POST', path: '/notify/standard-webhooks', headers, body: raw })
    expect(reply.status, reply.text).toBe(204)
  })

  it('behind a proxy without a name of its own, the server says at its start what is missing', async () => {
    const lines: string[] = []
    const log = (line: string) => void lines.push(line)
    await startTestServer({ env: { TRUST_PROXY: '1' }, log })
    expect(lines.join('')).toContain('neither PUBLIC_URL nor ALLOWED_HOSTS names this server')
    lines.length = 0
    const named = await startTestServer({ env: { TRUST_PROXY: '1', PUBLIC_URL: 'https://bell.example.com' }, log })
    expect(lines.join('')).not.toContain('ALLOWED_HOSTS')
    const headers = { host: 'bell.example.com', 'x-forwarded-for': '203.0.113.9' }
    expect((await sendRaw(named.url, { method: 'GET', path: '/docs', headers })).status).toBe(200)
  })
})
