import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PairingCodeGrant } from '../../shared/api/devices.ts'
import type { Order } from '../../shared/api/orders.ts'
import { installClient } from '../support/client-package.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { pass } from '../support/pass-time.ts'
import { freePort } from '../support/ports.ts'
import { type Child, startProcess } from '../support/start-process.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'

const README = readFileSync(join(import.meta.dirname, '../../packages/client/README.md'), 'utf8')
const EXAMPLES = new Map(
  [...README.matchAll(/```js,(\w+\.mjs)\n(.*?)```/gs)].map(([, name = '', text = '']) => [name, text]),
)

/** A folder with the built package and every example, and how to start one with its variables. */
async function installExamples({ url, api, storeId }: TestServer) {
  const dir = await installClient()
  for (const [name, text] of EXAMPLES) writeFileSync(join(dir, name), text)
  const { orderingKey } = api
  const common = { ...process.env, LAIDAN_URL: url, LAIDAN_KEY: orderingKey, LAIDAN_STORE: storeId }
  const start = (name: string, env: Record<string, string> = {}): Child =>
    startProcess([process.execPath, join(dir, name)], { cwd: dir, env: { ...common, ...env } })
  return { dir, start }
}

async function accepted(server: TestServer, number: string): Promise<Order> {
  const order = await server.api.placePaid({ number })
  const { token } = await server.api.pair()
  await server.api.move(token, order.id, 'confirm')
  return order
}

describe('the examples of the client library’s README', () => {
  it('are all run here', () => {
    expect([...EXAMPLES.keys()]).toEqual(['order.mjs', 'events.mjs', 'webhook.mjs', 'bell.mjs'])
    expect(README.match(/^```js/gm)).toHaveLength(EXAMPLES.size)
  })

  it('order.mjs places an order once and starts its payment; what is refused it says by its code', async () => {
    const server = await startTestServer()
    const { start } = await installExamples(server)
    for (const _ of ['the order', 'the same once more']) {
      const shop = start('order.mjs', { MY_NUMBER: 'A-1' })
      expect(await shop.exited).toEqual({ code: 0, signal: null })
      expect(shop.output()).toBe('order A-1 waits for 3850 CNY\n')
    }
    await server.api.place({ number: 'A-2' })
    const taken = start('order.mjs', { MY_NUMBER: 'A-2' })
    await taken.exited
    expect(taken.output()).toBe('refused: order_number_taken\n')
    const { body } = await server.api.call('GET', '/v1/orders', { as: server.api.operatorKey })
    expect((body as { orders: Order[] }).orders.map(({ number }) => number)).toEqual(['A-2', 'A-1'])
  })

  it('events.mjs hears what became of orders, and goes on where it was after a kill', async () => {
    const server = await startTestServer()
    const { dir, start } = await installExamples(server)
    const env = { CURSOR_FILE: join(dir, 'cursor') }
    const first = start('events.mjs', env)
    await accepted(server, 'A-1')
    await first.until('1 order.accepted A-1')
    // The file is there before its content is.
    await until('its place is kept', () => existsSync(env.CURSOR_FILE) && readFileSync(env.CURSOR_FILE).length > 0)
    await first.kill()
    await accepted(server, 'A-2')
    const second = start('events.mjs', env)
    await second.until('order.accepted A-2')
    expect(second.output()).not.toContain('A-1')
  })

  it('webhook.mjs takes what the server has signed, with an old and a new secret, and nothing else', async () => {
    const clock = createManualClock(Date.now())
    const env = { WEBHOOKS_ALLOW_HTTP: 'on', WEBHOOKS_ALLOW_PRIVATE: 'on' }
    const server = await startTestServer({ clock, env })
    const { start } = await installExamples(server)
    const { api, storeId } = server
    const receive = async (secrets: string) => {
      const receiver = start('webhook.mjs', { LAIDAN_SECRETS: secrets })
      return { receiver, url: (await receiver.until(/http:\S+\n/)).trim() }
    }
    // Its secret is given out for an address: the receiver has to be started anew with it.
    const body = { storeId, url: `http://127.0.0.1:${await freePort()}/` }
    const made = await api.call('POST', '/v1/webhook-endpoints', { as: api.operatorKey, body })
    expect(made.status).toBe(201)
    const { id, secret } = made.body as { id: string; secret: string }
    const old = `whsec_${Buffer.from('the secret before that one was made').toString('base64')}`
    const { receiver, url } = await receive(`${old} ${secret}`)
    const moved = await api.call('PATCH', `/v1/webhook-endpoints/${id}`, { as: api.operatorKey, body: { url } })
    expect(moved.body).toMatchObject({ url, state: 'on' })
    await accepted(server, 'A-1')
    await until('it has come', async () => {
      await pass(server, clock, 1_000)
      return /^evt_\S+ order\.accepted A-1$/m.test(receiver.output())
    })
    const forged = await fetch(url, { method: 'POST', body: '{}' })
    expect([forged.status, await forged.text()]).toEqual([401, 'signature_missing'])
  })

  it('bell.mjs pairs, rings, prints the end, and rings for what it missed while it was off', async () => {
    const server = await startTestServer()
    const { dir, start } = await installExamples(server)
    const { api, storeId } = server
    const { body } = await api.call('POST', `/v1/stores/${storeId}/pairing-codes`, { as: api.operatorKey })
    const env = { PAIRING_CODE: (body as PairingCodeGrant).code, STATE_FILE: join(dir, 'state.json') }
    const first = start('bell.mjs', env)
    await first.until('in_sync')
    const order = await api.placePaid({ number: 'A-1' })
    await first.until(/^ring \S+ 1 订单号：A-1$/m)
    const { token } = await api.pair()
    await api.move(token, order.id, 'confirm')
    await first.until(/^end \S+ acknowledged$/m)
    const kept = () => JSON.parse(readFileSync(env.STATE_FILE, 'utf8')) as { state: { open: unknown[]; seq: number } }
    await until('the end is kept', () => kept().state.seq === 2 && kept().state.open.length === 0)
    await first.kill()
    await api.placePaid({ number: 'A-2' })
    const second = start('bell.mjs', env)
    await second.until(/^ring \S+ 1 订单号：A-2$/m)
    expect(second.output()).not.toContain('A-1')
  })
})
