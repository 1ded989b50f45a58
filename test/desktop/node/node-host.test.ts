import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'
import { acquireSingleInstanceLock } from '../../../desktop/node/single-instance-lock.ts'
import { createStateFile } from '../../../desktop/node/state-file.ts'
import { createWsTransport } from '../../../desktop/node/ws-transport.ts'
import { tempDir } from '../../support/temp-dir.ts'

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

describe('one process a folder', () => {
  it('the second is told, another folder is free', async () => {
    const dir = tempDir()
    expect(await acquireSingleInstanceLock(dir)).toBe(true)
    expect(await acquireSingleInstanceLock(dir)).toBe(false)
    expect(await acquireSingleInstanceLock(join(dir, 'other'))).toBe(true)
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
