import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'
import { closedOf, ORDER, reminderOf } from '../support/future-frames.ts'
import { runChild } from '../support/run-child.ts'
import { tempDir } from '../support/temp-dir.ts'

/** Sets the clipboard (OSC 52), poses as a link (OSC 8), clears the screen, turns the line around, ends the string. */
const HOSTILE =
  'hostile\u001b]52;c;ZXZpbA==\u0007\u001b]8;;http://evil.invalid\u001b\\x\u001b[2J\u009b2J\u202e\r\u0000\u0008'
const CONTROL = /[^\P{Cc}\n]|\u202e/u

/** A server that says hostile things wherever a server says anything. `pairs`: whether it takes a pairing code. */
async function startHostileServer({ pairs }: { pairs: boolean }): Promise<string> {
  const store = {
    id: 's1',
    name: HOSTILE,
    locale: 'en',
    timezone: 'Asia/Shanghai',
    settings: { acceptWithinMinutes: 10 },
  }
  const server = createServer((request, response) => {
    const problem = { type: 'about:blank', title: HOSTILE, status: 403, code: HOSTILE, detail: HOSTILE }
    const pairing = request.url === '/v1/devices/pair' && pairs
    response.writeHead(pairing ? 201 : 403, {
      'content-type': pairing ? 'application/json' : 'application/problem+json',
    })
    response.end(JSON.stringify(pairing ? { deviceId: 'd1', token: 'tok', store } : problem))
  })
  const sockets = new WebSocketServer({ server, path: '/v1/socket' })
  sockets.on('connection', (socket) => {
    const say = (frame: object) => socket.send(JSON.stringify(frame))
    socket.once('message', () => {
      const order = { ...ORDER, number: HOSTILE, remark: HOSTILE, currency: HOSTILE, fulfilment: HOSTILE }
      const times = { heartbeatMs: 20_000, window: 64, spreadMs: 10, now: Date.now() }
      say({ op: 'welcome', v: 1, store, head: 0, resumed: false, reason: HOSTILE, ...times })
      say({ op: 'snapshot', part: 1, last: true, seq: 0, cursor: 'c0', open: [] })
      say({ op: 'synced', head: 0 })
      say(reminderOf(1, { content: HOSTILE, order }))
      say(reminderOf(2, { type: 9, content: HOSTILE, order: undefined }))
      say(closedOf(3, 'r1', { state: HOSTILE, by: { kind: HOSTILE, name: HOSTILE } }))
      say({ op: 'error', code: HOSTILE, message: HOSTILE })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets.clients) socket.terminate()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const listen = (url: string) =>
  runChild('desktop/hosts/terminal/main.ts', ['--server', url, '--code', '123456789', '--state', join(tempDir(), 's')])

it('lets no control character of a server through to the terminal, wherever the server says it', async () => {
  const terminal = listen(await startHostileServer({ pairs: true }))
  await terminal.until(/Laidan 来单 .*hostile/)
  await terminal.until(/hostile[\s\S]*hostile[\s\S]*hostile[\s\S]*hostile/)
  terminal.type('l')
  terminal.type('k')
  await terminal.until(/refused|hostile.*\n.*hostile/)
  terminal.type('q')
  await terminal.exited
  expect(terminal.output()).not.toMatch(CONTROL)
})

it('lets none of a refusal through either', async () => {
  const terminal = listen(await startHostileServer({ pairs: false }))
  await terminal.exited
  expect(terminal.output()).toContain('hostile')
  expect(terminal.output()).not.toMatch(CONTROL)
})
