import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { buildServer } from '../../server/build/build-server.ts'
import type { ServerFrame } from '../../shared/protocol/frames.ts'
import { httpsCall } from '../deploy/support/https-call.ts'
import { makeCertificate, type ReverseProxy, startCaddy, startNginx } from '../deploy/support/proxy.ts'
import { freePort } from '../support/ports.ts'
import { type Child, startProcess } from '../support/start-process.ts'
import { tempDir } from '../support/temp-dir.ts'
import { databaseEnv } from '../support/test-database.ts'
import { connectDevice, type TestDevice } from '../support/test-device.ts'
import { startTestServer, TEST_WEBHOOKS_SECRET, type TestServer } from '../support/test-server.ts'
import { pause } from '../support/until.ts'
import { noticeText, WEBHOOK_PATH, webhookHeaders } from '../support/webhook.ts'
import { root } from '../tooling/source-files.ts'

const DEVICES = 20
/** Payments that must have been answered before the next thing is done to a node. */
const PAID_BETWEEN = 15

interface NodeProcess {
  url: string
  /** SIGTERM, as systemd stops a service, and the same again at the same port; resolves when it is ready. */
  restart(): Promise<void>
  connections(): Promise<number>
  /** Payment callbacks that it has answered since its start. */
  callbacks(): Promise<number>
}

/** A server in a process of its own, on the database of `admin`. */
async function startNode(entry: string, admin: TestServer): Promise<NodeProcess> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = {
    ...{ PATH: process.env['PATH'], PORT: String(port), DATA_DIR: tempDir(), LOG_LEVEL: 'warn', LOCAL_KEYS: 'off' },
    ...{ STANDARD_WEBHOOKS_SECRET: TEST_WEBHOOKS_SECRET, TRUST_PROXY: '1', PUBLIC_URL: 'https://localhost' },
    ...(await databaseEnv(admin.dataDir)),
  }
  const start = async (): Promise<Child> => {
    const child = startProcess([process.execPath, entry], { env })
    await child.until(/listens on/)
    await expect.poll(async () => (await fetch(new URL('/readyz', url))).status).toBe(200)
    return child
  }
  let child = await start()
  /** The sum of a metric over its series, of those with a label that fits. */
  async function metric(name: string, label = ''): Promise<number> {
    const headers = { authorization: `Bearer ${admin.api.operatorKey}` }
    const text = await (await fetch(new URL('/metrics', url), { headers })).text()
    const lines = text.split('\n').filter((line) => /^\w+/.exec(line)?.[0] === name && line.includes(label))
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
  }
  return {
    url,
    async restart() {
      expect(await child.kill('SIGTERM')).toMatchObject({ code: 0 })
      child = await start()
    },
    connections: () => metric('laidan_connections'),
    callbacks: () => metric('laidan_http_requests_total', '/notify/'),
  }
}

interface Shop {
  frames(): ServerFrame[]
  /** Hellos so far. */
  hellos(): number
  connected(): boolean
  leave(): void
}

/** A device that comes back whenever it is cut off, at once, and goes on after what it has. */
function openShop(proxy: ReverseProxy, { token, ca }: { token: string; ca: string }): Shop {
  const links: TestDevice[] = []
  let open: TestDevice | undefined
  let over = false
  const frames = () => links.flatMap((link) => link.frames)
  const cursor = () =>
    frames().reduce<string | null>((last, frame) => ('cursor' in frame ? (frame.cursor ?? last) : last), null)

  async function listen(): Promise<void> {
    while (!over) {
      try {
        const link = await connectDevice(proxy.url, { token, cursor: cursor(), autoAck: true, ca })
        links.push(link)
        await link.synced()
        open = link
        await link.closed
      } catch {
        await pause(50)
      }
      open = undefined
    }
  }
  void listen()
  return {
    frames,
    hellos: () => links.length,
    connected: () => open !== undefined,
    leave() {
      over = true
      for (const link of links) link.terminate()
    },
  }
}

/** Pays one order after the other through the proxy, each until it is answered with 204, as providers do. */
function startPaying(admin: TestServer, proxy: ReverseProxy, ca: string) {
  const paid: number[] = []
  const refused: number[] = []
  let over = false

  async function payOne(): Promise<void> {
    const { id, number: orderNumber, amountMinor } = await admin.api.place()
    const body = noticeText(Date.now(), { transactionId: randomUUID(), orderNumber, amountMinor })
    for (;;) {
      const signature = webhookHeaders(TEST_WEBHOOKS_SECRET, Date.now(), body, `msg_${orderNumber}`)
      const headers = { 'content-type': 'application/json', ...signature }
      const call = { url: proxy.url, path: WEBHOOK_PATH, method: 'POST', headers, body, ca }
      const { status } = await httpsCall(call).catch(() => ({ status: 0 }))
      if (status === 204) return void paid.push(id)
      refused.push(status)
      await pause(50)
    }
  }

  async function payOn(): Promise<void> {
    while (!over) await payOne()
  }
  const done = Promise.all([payOn(), payOn()])
  return {
    paid,
    refused,
    async more() {
      const before = paid.length
      await expect.poll(() => paid.length).toBeGreaterThanOrEqual(before + PAID_BETWEEN)
    },
    async end() {
      over = true
      await done
    },
  }
}

function heard(frames: readonly ServerFrame[]): Set<number> {
  return new Set(
    frames.flatMap((frame) => {
      if ('type' in frame) return [frame.orderId]
      return frame.op === 'snapshot' ? frame.open.map(({ orderId }) => orderId) : []
    }),
  )
}

function seqs(frames: readonly ServerFrame[]): number[] {
  const entries = frames.flatMap((frame) => ('type' in frame || frame.op === 'closed' ? [frame.seq] : []))
  return [...new Set(entries)]
}

it.for([
  ['nginx', 'nginx', startNginx],
  ['Caddy', 'caddy', startCaddy],
] as const)(
  'behind %s, two servers are restarted one after the other: devices spread, every payment is taken, none is lost (I1, I2, I5)',
  async ([name, program, startProxy], { skip }) => {
    const missing = [program, 'openssl'].filter((needed) => spawnSync(needed, ['version']).error !== undefined)
    if (missing.length > 0) skip(`${missing.join(' and ')} not installed`)
    const admin = await startTestServer()
    const entry = await buildServer(root)
    const nodes = [await startNode(entry, admin), await startNode(entry, admin)] as const
    const certificate = makeCertificate()
    const proxy = await startProxy([nodes[0].url, nodes[1].url], certificate)
    const ca = certificate.pem
    const shops: Shop[] = []
    for (let i = 0; i < DEVICES; i++) {
      const shop = openShop(proxy, { token: (await admin.api.pair()).token, ca })
      shops.push(shop)
      await expect.poll(shop.connected).toBe(true)
    }
    const counts = () => Promise.all(nodes.map((node) => node.connections()))
    const before = await counts()
    expect(before.reduce((sum, one) => sum + one)).toBe(DEVICES)
    for (const one of before) expect(one).toBeGreaterThanOrEqual(DEVICES / 4)

    const payments = startPaying(admin, proxy, ca)
    const all = [before]
    await payments.more()
    for (const node of nodes) {
      await node.restart()
      // As an administrator waits for it: the proxy has noticed that the node is back.
      await expect.poll(() => node.callbacks()).toBeGreaterThan(0)
      await payments.more()
      await expect.poll(() => shops.every((shop) => shop.connected())).toBe(true)
      all.push(await counts())
    }
    await payments.end()

    for (const shop of shops) {
      await expect.poll(() => heard(shop.frames()).size).toBe(payments.paid.length)
      expect(heard(shop.frames())).toEqual(new Set(payments.paid))
      const entries = seqs(shop.frames())
      expect(entries).toEqual(entries.map((_, i) => (entries[0] ?? 0) + i))
    }
    process.stdout.write(
      `${name}: ${payments.paid.length} payments, ${payments.refused.length} sent again (${[...new Set(payments.refused)]}); ` +
        `connections before, after the first and the second restart ${all.map((each) => each.join('+')).join(', ')}; ` +
        `${shops.reduce((sum, shop) => sum + shop.hellos(), 0)} hellos of ${DEVICES} devices\n`,
    )
    for (const shop of shops) shop.leave()
  },
)
