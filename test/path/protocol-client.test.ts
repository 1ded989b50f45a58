import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { PairingCodeGrant } from '../../shared/api/devices.ts'
import { closedOf, FUTURE, ORDER, reminderOf } from '../support/future-frames.ts'
import { startFutureServer } from '../support/future-server.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { pass } from '../support/pass-time.ts'
import { freePort } from '../support/ports.ts'
import { type Child, startProcess } from '../support/start-process.ts'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'

const ROOT = join(import.meta.dirname, '../..')
const BLOCK =
  /<!-- a-client-in-45-lines: begin[^\n]*\n\n```js,bell\.mjs\n(.*?)```\n\n<!-- a-client-in-45-lines: end -->/s

interface Bell {
  /** The path of its file. */
  state: string
  start(server: string, code: string): Child
  /** Resolves when its file says that this reminder was announced at `n`: a kill from here on repeats nothing. */
  noted(id: string, n?: number): Promise<void>
}

/** The program that docs/protocol.md shows, in a folder of its own from which it finds `ws`. */
function installBell(): Bell {
  const dir = tempDir()
  const [, program] = BLOCK.exec(readFileSync(join(ROOT, 'docs/protocol.md'), 'utf8')) ?? []
  if (program === undefined) throw new Error('docs/protocol.md shows no client')
  writeFileSync(join(dir, 'bell.mjs'), program)
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'), 'junction')
  const state = join(dir, 'state.json')
  const start = (server: string, code: string) =>
    startProcess([process.execPath, join(dir, 'bell.mjs'), server, code, state], { cwd: dir })
  const read = () => JSON.parse(readFileSync(state, 'utf8')) as { open: Record<string, { rung: number }> }
  const noted = async (id: string, n = 1) => {
    await until(`${id} is announced at ${n}`, () => (read().open[id]?.rung ?? 0) >= n)
  }
  return { state, start, noted }
}

async function startShop(port = 0) {
  const clock = createManualClock()
  const server = await startTestServer({ clock, env: { PORT: String(port), SPREAD_MS: '0' } })
  return { clock, server, code: await issueCode(server) }
}

async function issueCode({ api, storeId }: TestServer): Promise<string> {
  const { body } = await api.call('POST', `/v1/stores/${storeId}/pairing-codes`, { as: api.operatorKey })
  return (body as PairingCodeGrant).code
}

/** The lines of the format that the page fixes. */
function said(bell: Child): string[] {
  return bell
    .output()
    .split('\n')
    .filter((line) => /^(ring|end) /.test(line))
}

interface Paid {
  orderId: number
  id: string
  ring: string
}

async function pay(server: TestServer): Promise<Paid> {
  const { id: orderId, number } = await server.api.placePaid()
  const row = await server.running.ctx.db.read.get<{ id: string }>('SELECT id FROM reminders WHERE order_id = ?', [
    orderId,
  ])
  if (row === undefined) throw new Error(`order ${orderId} has no reminder`)
  return { orderId, id: row.id, ring: `ring ${row.id} 1 订单号：${number}` }
}

/** The server's evidence that this reminder was announced, by `n`; written with the next half second of its clock. */
async function receipts({ running }: TestServer, id: string): Promise<unknown[]> {
  return await running.ctx.db.read.all('SELECT n, outcome FROM receipts WHERE reminder_id = ? ORDER BY n', [id])
}

describe('the client of docs/protocol.md', () => {
  it('pairs, rings once for a paid order and once for its repetition, and prints the end when another device answers', async () => {
    const { server, clock, code } = await startShop()
    const { start, noted } = installBell()
    const bell = start(server.url, code)
    await bell.until('in sync')
    const order = await pay(server)
    await noted(order.id)
    await pass(server, clock, 31_000)
    await noted(order.id, 2)
    const { token } = await server.api.pair()
    expect((await server.api.move(token, order.orderId, 'confirm')).status).toBe(200)
    await bell.until(`end ${order.id} acknowledged`)
    expect(said(bell)).toEqual([order.ring, order.ring.replace(' 1 ', ' 2 '), `end ${order.id} acknowledged`])
    await pass(server, clock, 1_000)
    const outcome = JSON.stringify({ speech: 'none', notification: 'none', dialog: 'ok' })
    expect(await receipts(server, order.id)).toEqual([
      { n: 1, outcome },
      { n: 2, outcome },
    ])
  })

  it('rings neither twice nor too seldom across a restart of the server, its own SIGKILL and a reset', async () => {
    const { server, code } = await startShop(await freePort())
    const { start, noted } = installBell()
    const first = start(server.url, code)
    await first.until('in sync')
    const before = await pay(server)
    await noted(before.id)

    const again = await server.restart()
    const after = await pay(again)
    await noted(after.id)
    expect(said(first)).toEqual([before.ring, after.ring])

    await first.kill('SIGKILL')
    const missed = await pay(again)
    // The file says where the server is; the code is used up.
    const second = start('http://127.0.0.1:1', 'used up')
    await noted(missed.id)
    expect(said(second)).toEqual([missed.ring])

    await second.kill('SIGKILL')
    const { token } = await again.api.pair()
    await again.api.move(token, before.orderId, 'confirm')
    await again.running.ctx.db.write((tx) => tx.run("UPDATE stores SET epoch = 'ep_another'"))
    const third = start(again.url, code)
    await third.until('in sync')
    const last = await pay(again)
    await third.until(last.ring)
    expect(said(third)).toEqual([`end ${before.id} gone`, last.ring])
  })

  it('ends with 1 and the reason when its code is wrong, when no server answers, and when it is revoked; its file stays', async () => {
    const { server, code } = await startShop()
    const { state, start } = installBell()
    const guesser = start(server.url, '000-000-000')
    expect(await guesser.exited).toEqual({ code: 1, signal: null })
    expect(guesser.output()).toContain('pairing_code_invalid')
    const lost = start(`http://127.0.0.1:${await freePort()}`, code)
    expect(await lost.exited).toEqual({ code: 1, signal: null })
    expect(lost.output()).toContain('ECONNREFUSED')
    expect(existsSync(state)).toBe(false)

    const bell = start(server.url, code)
    await bell.until('in sync')
    const { deviceId } = JSON.parse(readFileSync(state, 'utf8')) as { deviceId: string }
    await server.api.call('DELETE', `/v1/devices/${deviceId}`, { as: server.api.operatorKey })
    expect(await bell.exited).toEqual({ code: 1, signal: null })
    expect(bell.output()).toContain('revoked')
    expect(existsSync(state)).toBe(true)
  })

  it('keeps its link to a server of the future, rings for kinds that it does not know, and asks for everything after an entry that it cannot read', async () => {
    const open = { seq: 3, entries: [reminderOf(3, { order: { ...ORDER, currency: 'THB', fulfilment: 'drone' } })] }
    const server = await startFutureServer({}, open)
    onTestFinished(() => server.close())
    const { start } = installBell()
    const bell = start(server.url, '123456789')
    await bell.until('ring r3 1 订单号：A17')
    server.append({ op: 'moved', id: 'r3', seq: 4, cursor: 'c4' }, closedOf(5, 'r3', FUTURE.closed))
    await bell.until('end r3 merged')
    server.append(reminderOf(6, { ...FUTURE.kind, n: undefined }))
    await bell.until('ring r6 1 厨房打印机缺纸')
    // A kind that is not counted is new each time it comes.
    server.append(reminderOf(7, { ...FUTURE.kind, id: 'r6', n: undefined }), reminderOf(8, { id: undefined }))
    await bell.until('ring r6 2 厨房打印机缺纸')
    await until('the bell has acknowledged to the head', () => server.acked() === 8)
    expect(bell.output()).toContain('too old')
    expect(server.ended()).toBe(0)

    await bell.kill('SIGKILL')
    await start(server.url, '').until('in sync')
    const hellos = server.received.filter((frame) => frame['op'] === 'hello')
    expect(hellos.map((frame) => frame['cursor'])).toEqual([null, null])
  })
})
