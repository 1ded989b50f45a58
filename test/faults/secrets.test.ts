import { readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { apiUrls } from '../../demo/providers/env-file.ts'
import { makeFakeKeys } from '../../demo/providers/fake-keys.ts'
import type { PairedDevice } from '../../shared/api/devices.ts'
import { FIRST_KEYS_FILE, localKeysSchema } from '../../shared/api/local-keys.ts'
import { createSenders } from '../server/http/notice-senders.ts'
import { sendRaw } from '../server/http/raw-request.ts'
import { runChild } from '../support/run-child.ts'
import type { Child } from '../support/start-process.ts'
import { tempDir } from '../support/temp-dir.ts'
import { connectDevice } from '../support/test-device.ts'
import { TEST_WEBHOOKS_SECRET } from '../support/test-server.ts'

const PERSON = { name: '王小明', phone: '13800138000', address: '建国路88号' }
const REMARK = '不要香菜，门铃坏了'

/** A payment provider that refuses everything, and repeats whatever it was sent, keys included. */
async function startEcho(): Promise<string> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (bytes) => (body += String(bytes)))
    request.on('end', () => {
      const heard = `${request.url} ${JSON.stringify(request.headers)} ${body}`
      const error = { type: 'invalid_request_error', code: heard, message: heard, param: heard }
      response.writeHead(400, {
        'content-type': 'application/json',
        'request-id': heard.slice(0, 200).replace(/[^\x20-\x7e]/g, ''),
      })
      response.end(JSON.stringify({ code: heard, message: heard, detail: heard, error }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function start(env: Record<string, string>): Promise<Child & { url: string }> {
  const child = runChild('server/main.ts', [], { PORT: '0', LOCAL_KEYS: 'off', ...env })
  const output = await child.until(/listens on (\S+) /)
  return { ...child, url: /listens on (\S+) /.exec(output)?.[1] ?? '' }
}

async function stop(child: Child): Promise<void> {
  expect(await child.kill('SIGTERM')).toEqual({ code: 0, signal: null })
}

it('at its most talkative a server tells nobody a key, a token, a code or what a customer wrote', async () => {
  const keys = makeFakeKeys()
  const { env, senders } = createSenders(Date.now, keys)
  const settings = {
    ...env,
    ...apiUrls(await startEcho()),
    DATA_DIR: tempDir(),
    LEGACY_WS: 'on',
    STANDARD_WEBHOOKS_SECRET: TEST_WEBHOOKS_SECRET,
  }
  // The first keys go to a terminal. Here there is none, and no file that stays: one that the operator deletes has them.
  const first = await start({ ...settings, LOG_LEVEL: 'debug' })
  const handedOver = join(settings.DATA_DIR, FIRST_KEYS_FILE)
  const {
    storeId,
    orderingKey: ordering,
    operatorKey: operator,
  } = localKeysSchema.parse(JSON.parse(readFileSync(handedOver, 'utf8')))
  expect(statSync(handedOver).mode & 0o777).toBe(0o600)
  await stop(first)
  for (const key of [ordering, operator, TEST_WEBHOOKS_SECRET]) expect.soft(first.output()).not.toContain(key)

  const server = await start({ ...settings, LOG_LEVEL: 'debug' })
  const refusals: string[] = []
  const ask = async <T>(method: string, path: string, as: string, body?: unknown, headers = {}): Promise<T> => {
    const raw = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body)
    const all = { authorization: `Bearer ${as}`, 'content-type': 'application/json', ...headers }
    const { status, text } = await sendRaw(server.url, {
      method,
      path,
      headers: all,
      ...(raw !== undefined && { body: raw }),
    })
    if (status >= 400) refusals.push(text)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
  const { code } = await ask<{ code: string }>('POST', `/v1/stores/${storeId}/pairing-codes`, operator)
  const pairing = { code, name: PERSON.name, platform: 'test' }
  const { token } = await ask<PairedDevice>('POST', '/v1/devices/pair', ordering, pairing)
  const again = (await ask<{ code: string }>('POST', `/v1/stores/${storeId}/pairing-codes`, operator)).code
  await ask('POST', '/v1/devices/pair', operator, pairing)
  await ask('POST', '/v1/devices/pair', operator, { ...pairing, code: again, name: '' })
  const device = await connectDevice(server.url, { token, autoAck: true })
  await device.synced()

  for (const { provider, request } of senders) {
    const placed = {
      storeId,
      amountMinor: 3850,
      items: [{ name: REMARK, quantity: 1 }],
      remark: REMARK,
      customer: PERSON,
    }
    const order = await ask<{ id: number; number: string }>('POST', '/v1/orders', ordering, placed)
    const started = { provider, ...(provider === 'wechatpay' && { method: 'jsapi', payer: PERSON.phone }) }
    await ask('POST', `/v1/orders/${order.id}/payments`, ordering, started)
    const facts = { orderNumber: order.number, transactionId: `tx-${provider}`, amountMinor: 3850 }
    const sender = senders.find((one) => one.provider === provider)
    for (const wrong of [
      { forged: true },
      { shiftS: 10_000 },
      { foreign: true },
      { amount: PERSON.phone },
      { body: `{"${REMARK}` },
    ]) {
      const { text, status } = await sendRaw(server.url, request.call(sender, facts, wrong))
      if (status >= 400) refusals.push(text)
    }
    expect((await sendRaw(server.url, request.call(sender, facts))).status, provider).toBeLessThan(300)
    await device.until((frame) => 'type' in frame && frame.orderId === order.id)
    // The money goes back: the provider is asked, and refuses with everything it heard.
    await ask('POST', `/v1/orders/${order.id}/reject`, token, { reason: REMARK })
    await ask('POST', `/v1/orders/${order.id}/reject`, token, `{"reason":"${REMARK}`)
  }

  const hidden = [ordering, operator, token, code, again, TEST_WEBHOOKS_SECRET, PERSON.phone, PERSON.name, REMARK]
  for (const text of hidden) {
    const quoted = encodeURIComponent(text)
    for (const path of [
      `/v1/orders?phone=${quoted}`,
      `/v1/orders/${quoted}`,
      `/${quoted}`,
      `/v1/orders?${quoted}=1&limit=${quoted}`,
    ])
      await ask('GET', path, operator)
    await ask(
      'POST',
      '/v1/orders',
      `${text}x`.replace(/[^\x21-\x7e]/g, 'x'),
      { storeId: text },
      { cookie: `a=${quoted}`, 'x-api-key': quoted },
    )
    await ask('POST', '/v1/orders', ordering, { storeId: text, number: text, items: text, [text]: text })
    await ask('DELETE', `/v1/devices/${quoted}`, operator)
    await connectDevice(server.url, { token: `${text}x` }).then((socket) => socket.closed)
    await connectDevice(server.url, { path: `/ws/${quoted}`, subprotocol: undefined }).catch(() => {})
    await connectDevice(server.url, {
      path: `/v1/socket?token=${quoted}`,
      headers: { origin: `http://${quoted}` },
    }).catch(() => {})
  }
  device.send({
    op: 'announced',
    id: token,
    n: 1,
    outcome: { speech: PERSON.phone, notification: 'ok', dialog: token },
  })
  await device.closed
  await vi.waitFor(() => expect(server.output()).toContain('did not answer'), 60_000)
  await stop(server)

  const pem = Object.values(keys.files).flatMap((text) =>
    text.split('\n').filter((line) => /^[A-Za-z0-9+/=]{40,}$/.test(line)),
  )
  const { WECHATPAY_APIV3_KEY, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRETS } = keys.variables
  const ofProviders = [WECHATPAY_APIV3_KEY, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRETS].map(String)
  const secrets = [
    ...hidden,
    ...[code, again].map((digits) => digits.replaceAll('-', '')),
    ...ofProviders,
    ...pem,
    PERSON.address,
  ]
  const log = server.output()
  expect(log.split('\n').filter((line) => line.includes('"answered"')).length).toBeGreaterThan(50)
  expect(refusals.length).toBeGreaterThan(50)
  for (const secret of secrets) {
    expect
      .soft(
        log.split('\n').filter((line) => line.includes(secret)),
        `the log shows ${secret}`,
      )
      .toEqual([])
    expect
      .soft(
        refusals.filter((text) => text.includes(secret)),
        `a refusal shows ${secret}`,
      )
      .toEqual([])
  }
})
