import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'
import { PairingError, pairWithCode } from '../../../desktop/node/pairing.ts'
import { createRequester } from '../../../desktop/node/rest-requester.ts'
import { onlyOne } from '../../../desktop/node/single-instance-lock.ts'
import { createStateFile } from '../../../desktop/node/state-file.ts'
import { createWsTransport } from '../../../desktop/node/ws-transport.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer } from '../../support/test-server.ts'

describe('a state file', () => {
  it('is absent, then holds what was written last, for its owner alone', async () => {
    const path = join(tempDir(), 'inbox.json')
    const file = createStateFile(path)
    expect(await file.read()).toBeNull()
    await file.write('one')
    await file.write('two 订单')
    expect(await file.read()).toBe('two 订单')
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('keeps the former text when a write fails, and leaves nothing half-written beside it', async () => {
    const dir = tempDir()
    const file = createStateFile(join(dir, 'gone', 'inbox.json'))
    await expect(file.write('x')).rejects.toThrow('ENOENT')
    mkdirSync(join(dir, 'gone'))
    await file.write('x')
    expect(readdirSync(join(dir, 'gone'))).toEqual(['inbox.json'])
  })

  it('puts an unreadable file aside for people to look at', async () => {
    const path = join(tempDir(), 'inbox.json')
    writeFileSync(path, '{broken')
    const file = createStateFile(path)
    await file.quarantine()
    expect(await file.read()).toBeNull()
    expect(readFileSync(`${path}.unreadable`, 'utf8')).toBe('{broken')
  })
})

describe('the requester', () => {
  it('brings the token and the key, and hands on status, body and the time to wait', async () => {
    const seen: unknown[] = []
    const url = await serve((request, response) => {
      seen.push([request.method, request.url, request.headers.authorization, request.headers['idempotency-key']])
      response.writeHead(429, { 'Retry-After': '7', 'Content-Type': 'application/problem+json' })
      response.end('{"code":"rate_limited"}')
    })
    const { request } = createRequester(url, 'token')
    expect(await request({ method: 'POST', path: '/v1/x', headers: { 'Idempotency-Key': 'k' }, body: {} })).toEqual({
      status: 429,
      body: { code: 'rate_limited' },
      retryAfterMs: 7_000,
    })
    expect(seen).toEqual([['POST', '/v1/x', 'Bearer token', 'k']])
  })

  it('does not carry the token after a redirect, and survives a page that is not JSON', async () => {
    const elsewhere = await serve(() => expect.unreachable('the token left'))
    const redirecting = await serve((_request, response) => {
      response.writeHead(307, { Location: `${elsewhere}/stolen` })
      response.end()
    })
    await expect(
      createRequester(redirecting, 't').request({ method: 'POST', path: '/x', headers: {} }),
    ).rejects.toThrow()
    const portal = await serve((_request, response) => void response.end('<html>please log in</html>'))
    expect(await createRequester(portal, 't').request({ method: 'POST', path: '/x', headers: {} })).toEqual({
      status: 200,
      body: undefined,
    })
  })
})

describe('pairing', () => {
  it('trades a code for a token once, and says what is wrong otherwise', async () => {
    const server = await startTestServer()
    const { body } = await server.api.call('POST', `/v1/stores/${server.storeId}/pairing-codes`, {
      as: server.api.operatorKey,
    })
    const { code } = body as { code: string }
    const device = { name: '厨房', platform: 'test' }
    expect(await pairWithCode(server.url, code, device)).toMatchObject({ store: { id: server.storeId } })
    const failure = await pairWithCode(server.url, code, device).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(PairingError)
    expect(failure).toMatchObject({ code: 'pairing_code_invalid' })
    await server.stop()
    await expect(pairWithCode(server.url, code, device)).rejects.toMatchObject({ code: 'unreachable' })
  })
})

describe('one process a folder', () => {
  it('the second is told, another folder is free', async () => {
    const dir = tempDir()
    expect(await onlyOne(dir)).toBe(true)
    expect(await onlyOne(dir)).toBe(false)
    expect(await onlyOne(join(dir, 'other'))).toBe(true)
  })
})

describe('the WebSocket transport', () => {
  it('refuses binary frames and oversized ones, and reports the close', async () => {
    const wss = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'reminder.v1' })
    onTestFinished(() => void wss.close())
    await new Promise((resolve) => wss.on('listening', resolve))
    const url = `ws://127.0.0.1:${(wss.address() as AddressInfo).port}`
    const closes: [server: number, client: number][] = []
    for (const payload of [Buffer.from('x'), 'x'.repeat(17 * 1024)]) {
      const server = new Promise<number>((resolve) => {
        wss.once('connection', (socket) => {
          socket.on('close', resolve)
          socket.send(payload)
        })
      })
      const client = new Promise<number>((resolve) => {
        createWsTransport().connect(url, 'reminder.v1', {
          open() {},
          message: () => expect.unreachable(),
          error() {},
          close: resolve,
        })
      })
      closes.push(await Promise.all([server, client]))
    }
    expect(closes.map(([server]) => server)).toEqual([1003, 1009])
    expect(closes.map(([, client]) => client)).toEqual([1003, 1006])
  })
})

async function serve(handle: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(handle)
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
