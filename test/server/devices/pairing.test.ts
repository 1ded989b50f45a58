import { scryptSync } from 'node:crypto'
import { expect, it } from 'vitest'
import type { PairedDevice } from '../../../shared/api/devices.ts'
import { dumpDatabase } from '../../support/db-dump.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import type { Reply } from '../../support/test-api.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

const LIFETIME_MS = 10 * 60_000

async function issue({ api, storeId }: TestServer): Promise<string> {
  const { body } = await api.call('POST', `/v1/stores/${storeId}/pairing-codes`, { as: api.operatorKey })
  return (body as { code: string }).code
}

const pair = ({ api }: TestServer, code: string): Promise<Reply> =>
  api.call('POST', '/v1/devices/pair', { body: { code, name: ' 前台 ', platform: 'win32' } })

const refused = { status: 403, body: { code: 'pairing_code_invalid' } }
/** The code with other last digits; the first eight find it. */
const wrong = (code: string, by = 1) =>
  `${code.slice(0, -2)}${String((Number(code.slice(-2)) + by) % 100).padStart(2, '0')}`

it('a code pairs one device, once', async () => {
  const server = await startTestServer()
  const code = await issue(server)
  expect(code).toMatch(/^\d{4}-\d{4}-\d{4}$/)
  const paired = await pair(server, code)
  expect(paired).toMatchObject({
    status: 201,
    body: { deviceId: /^dv_/, token: /^ldd_[A-Za-z0-9_-]{43}$/, store: { id: server.storeId } },
  })
  expect(await pair(server, code)).toMatchObject(refused)
  const { body } = await server.api.call('GET', `/v1/stores/${server.storeId}/devices`, { as: server.api.operatorKey })
  expect(body).toMatchObject({ devices: [{ name: '前台', platform: 'win32', connected: false, revokedAt: null }] })
  expect(await server.api.call('GET', '/v1/orders', { as: (paired.body as PairedDevice).token })).toMatchObject({
    status: 200,
  })
})

it('of many who type the same code at once, one is paired', async () => {
  const server = await startTestServer()
  const code = await issue(server)
  const replies = await Promise.all(Array.from({ length: 5 }, () => pair(server, code)))
  expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 403, 403, 403, 403])
})

it.each([
  ['with spaces', (code: string) => code.replaceAll('-', ' ')],
  ['without dashes', (code: string) => code.replaceAll('-', '')],
  ['with spaces around and between', (code: string) => `  ${[...code].join(' ')} `],
  ['with a line break', (code: string) => `${code}\r\n`],
])('a code may be typed %s', async (_how, typed) => {
  const server = await startTestServer()
  expect(await pair(server, typed(await issue(server)))).toMatchObject({ status: 201 })
})

it('a code is good for ten minutes', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const [early, late] = [await issue(server), await issue(server)]
  clock.jumpWall(LIFETIME_MS - 1)
  expect(await pair(server, early)).toMatchObject({ status: 201 })
  clock.jumpWall(1)
  expect(await pair(server, late)).toMatchObject(refused)
})

it('a code survives four wrong tries, and not five', async () => {
  const server = await startTestServer()
  const [four, five] = [await issue(server), await issue(server)]
  for (let i = 1; i <= 4; i++) expect(await pair(server, wrong(four, i))).toMatchObject(refused)
  expect(await pair(server, four)).toMatchObject({ status: 201 })
  for (let i = 1; i <= 5; i++) expect(await pair(server, wrong(five, i))).toMatchObject(refused)
  expect(await pair(server, five)).toMatchObject(refused)
})

it('wrong tries at once count one by one', async () => {
  const server = await startTestServer()
  const code = await issue(server)
  const tries = Array.from({ length: 8 }, (_, i) => pair(server, wrong(code, i + 1)))
  expect((await Promise.all(tries)).map(({ status }) => status)).toEqual(Array(8).fill(403))
  expect(await server.running.ctx.db.read.all('SELECT tries FROM pairing_codes')).toEqual([{ tries: 5 }])
  expect(await pair(server, code)).toMatchObject(refused)
})

it('whoever tries other numbers does not use up a code that waits', async () => {
  const server = await startTestServer()
  const code = await issue(server)
  const digits = code.replaceAll('-', '')
  const first = Number(digits.slice(0, 8))
  for (let i = 1; i <= 20; i++) {
    const selector = String((first + i) % 100_000_000).padStart(8, '0')
    expect(await pair(server, `${selector}${digits.slice(8)}`)).toMatchObject(refused)
  }
  expect(await pair(server, code)).toMatchObject({ status: 201 })
})

it('wrong, used, expired and never issued are answered alike', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const [expired, used, other] = [await issue(server), await issue(server), await issue(server)]
  await pair(server, used)
  const replies = [await pair(server, used), await pair(server, wrong(other)), await pair(server, '000000000000')]
  clock.jumpWall(LIFETIME_MS)
  replies.push(await pair(server, expired))
  const shown = replies.map(({ status, body }) => JSON.stringify({ status, ...(body as object), requestId: '' }))
  expect(new Set(shown).size).toBe(1)
})

it('tries are limited per address and minute, right code or wrong', async () => {
  const server = await startTestServer({ limits: { callsPerMinute: 1_000, pairingsPerMinute: 3 } })
  const code = await issue(server)
  for (let i = 1; i <= 3; i++) expect(await pair(server, wrong(code, i))).toMatchObject(refused)
  const reply = await pair(server, code)
  expect(reply).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
  expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
})

it('codes and tokens are kept as hashes only', async () => {
  const server = await startTestServer()
  const [code, waiting] = [await issue(server), await issue(server)]
  const { body } = await pair(server, code)
  const text = JSON.stringify(await dumpDatabase(server.running.ctx.db.read))
  for (const secret of [code, waiting]) {
    expect(text).not.toContain(secret)
    expect(text).not.toContain(secret.replaceAll('-', ''))
  }
  const hash = { code_hash: expect.stringMatching(/^[0-9a-f]{64}$/) }
  expect(await server.running.ctx.db.read.all('SELECT code_hash FROM pairing_codes')).toEqual([hash, hash])
  const { token } = body as PairedDevice
  for (const secret of [token, token.slice(4), server.api.operatorKey, server.api.orderingKey])
    expect(text).not.toContain(secret)
})

it('codes that nobody uses do not pile up', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  for (let i = 0; i < 3; i++) await issue(server)
  clock.jumpWall(LIFETIME_MS)
  await issue(server)
  expect(await server.running.ctx.db.read.all('SELECT selector FROM pairing_codes')).toHaveLength(1)
})

it('a code of nine digits that an earlier version issued works to its end', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { ctx } = server.running
  const store = (selector: string) => {
    const hash = scryptSync('105500', `laidan-pairing-${selector}`, 32).toString('hex')
    return ctx.db.write((tx) =>
      tx.run('INSERT INTO pairing_codes (selector, code_hash, store_id, expires_at) VALUES (?, ?, ?, ?)', [
        selector,
        hash,
        server.storeId,
        clock.now() + LIFETIME_MS,
      ]),
    )
  }
  await store('563')
  await store('564')
  expect(await pair(server, '563-105-501')).toMatchObject(refused)
  expect(await pair(server, '563-105-500')).toMatchObject({ status: 201 })
  clock.jumpWall(LIFETIME_MS)
  expect(await pair(server, '564-105-500')).toMatchObject(refused)
})
