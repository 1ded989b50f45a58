import { execFileSync, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SOCKET_PATH } from '../../shared/protocol/limits.ts'
import { isReminder } from '../support/frames.ts'
import { freePort } from '../support/ports.ts'
import { startProcess } from '../support/start-process.ts'
import { tempDir } from '../support/temp-dir.ts'
import { signed } from '../support/test-api.ts'
import { connectDevice } from '../support/test-device.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { running, sample } from './support/proxy.ts'

const MAP = "map $http_upgrade $laidan_connection { default upgrade; '' ''; }"

/** nginx with deploy/nginx-path.conf in a site without TLS, which the page's own site has. */
async function startNginx(upstream: string, strips: boolean): Promise<string> {
  const [dir, port] = [tempDir(), await freePort()]
  const { host } = new URL(upstream)
  const site = sample('nginx-path.conf', [
    ['proxy_pass http://127.0.0.1:8080;', `proxy_pass http://${host}${strips ? '/' : ''};`],
  ])
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((of) => `${of}_temp_path ${dir}/${of};`)
  writeFileSync(
    join(dir, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root; ' : ''}worker_processes 1; pid ${dir}/pid; error_log stderr;
     events {} http { ${temp.join(' ')} access_log off; ${MAP} server { listen 127.0.0.1:${port}; ${site} } }`,
  )
  const words = ['-e', 'stderr', '-p', dir, '-c', join(dir, 'nginx.conf')]
  execFileSync('nginx', ['-t', '-q', ...words], { stdio: 'pipe' })
  await running(startProcess(['nginx', ...words, '-g', 'daemon off;'], { group: true }), port)
  return `http://127.0.0.1:${port}`
}

/** Caddy with deploy/Caddyfile-path in such a site. */
async function startCaddy(upstream: string, strips: boolean): Promise<string> {
  const [dir, port] = [tempDir(), await freePort()]
  const site = sample('Caddyfile-path', [
    ['127.0.0.1:8080', new URL(upstream).host],
    ['handle /bell/* {', `${strips ? 'handle_path' : 'handle'} /bell/* {`],
  ])
  const file = join(dir, 'Caddyfile')
  writeFileSync(file, `{\n\tadmin off\n\tauto_https off\n}\nhttp://127.0.0.1:${port} {\n${site}\n}\n`)
  mkdirSync(join(dir, 'home'))
  const env = { PATH: process.env['PATH'], HOME: join(dir, 'home') }
  await running(startProcess(['caddy', 'run', '--adapter', 'caddyfile', '--config', file], { env }), port)
  return `http://127.0.0.1:${port}`
}

/** Pays as a provider does, below the path: a signature over bytes that nobody may touch. */
async function pay(server: TestServer, url: string): Promise<{ id: number }> {
  const order = await server.api.place()
  const data = { transactionId: randomUUID(), orderNumber: order.number, amountMinor: order.amountMinor }
  const event = { type: 'payment.succeeded', timestamp: new Date().toISOString() }
  const body = JSON.stringify({ ...event, data: { ...data, currency: 'CNY', paidAt: Date.now() } })
  const headers = { 'content-type': 'application/json', ...signed(server.running, body) }
  const reply = await fetch(`${url}/notify/standard-webhooks`, { method: 'POST', headers, body })
  expect(reply.status).toBe(204)
  return order
}

describe.each([
  ['nginx', startNginx],
  ['caddy', startCaddy],
] as const)('the sample for a path of a site, with %s', (program, start) => {
  const there = spawnSync(program, ['version']).error === undefined
  it.skipIf(!there).each([
    ['passed on', false],
    ['taken away', true],
  ])(`leads to all that a server has, the path %s (needs ${program})`, async (_how, strips) => {
    const server = await startTestServer({ env: { TRUST_PROXY: '1', PUBLIC_URL: 'https://example.com/bell' } })
    const origin = await start(server.url, strips)
    const url = `${origin}/bell`
    const bare = await fetch(`${url}?pair=1`, { redirect: 'manual' })
    expect([bare.status, new URL(bare.headers.get('location') ?? '', origin).pathname]).toEqual([308, '/bell/'])
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready' })
    expect((await fetch(`${url}/openapi.json`)).status).toBe(200)
    // What stands beside the path is the site's own.
    expect(await (await fetch(`${origin}/readyz`)).text()).not.toContain('ready')
    const { token } = await server.api.pair()
    const device = await connectDevice(origin, { token, autoAck: true, path: `/bell${SOCKET_PATH}` })
    await device.synced()
    const { id } = await pay(server, url)
    await device.until((frame) => isReminder(frame) && frame.orderId === id)
    device.close()
  })
})
