import { expect, it } from 'vitest'
import { createManualClock } from '../../support/manual-clock.ts'
import type { Reply } from '../../support/test-api.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

async function issue({ running, storeId }: TestServer): Promise<string> {
  return (await running.issuePairingCode(storeId)).code.replaceAll('-', '')
}

const pair = ({ api }: TestServer, code: string, from?: string): Promise<Reply> =>
  api.call('POST', '/v1/devices/pair', {
    body: { code, name: '前台', platform: 'test' },
    ...(from !== undefined && { headers: { 'x-forwarded-for': from } }),
  })

/** Codes that nobody has: their selectors are not that of `code`. */
const guesses = (code: string, count: number) =>
  Array.from({ length: count }, (_, i) => {
    const selector = (Number(code.slice(0, 8)) + i + 1) % 100_000_000
    return `${String(selector).padStart(8, '0')}${code.slice(8)}`
  })

/** The secret of `code`, wrong by `by`. */
const wrong = (code: string, by: number) =>
  `${code.slice(0, 8)}${String((Number(code.slice(8)) + by) % 10_000).padStart(4, '0')}`

/** The value of a sample of the metrics. */
async function sample({ api }: TestServer, name: string): Promise<number> {
  const { body } = await api.call('GET', '/metrics', { as: api.operatorKey })
  const line = (body as string).split('\n').find((text) => text.startsWith(`${name} `))
  return Number(line?.split(' ')[1])
}

const refused = { status: 403, body: { code: 'pairing_code_invalid' } }
const busy = { status: 429, body: { code: 'pairing_busy' } }

it('a guess that finds no code costs no derivation, and the owner’s right code gets through many of them', async () => {
  const server = await startTestServer()
  const code = await issue(server)
  const before = await sample(server, 'laidan_pairing_derivations_total')
  const flood = guesses(code, 300).map((guess) => pair(server, guess))
  expect(await pair(server, code)).toMatchObject({ status: 201 })
  for (const reply of await Promise.all(flood)) expect(reply).toMatchObject(refused)
  expect((await sample(server, 'laidan_pairing_derivations_total')) - before).toBe(1)
  expect(await sample(server, 'laidan_pairing_refused_total{reason="unknown_code"}')).toBe(300)
  expect(await sample(server, 'laidan_pairing_tries_total')).toBe(301)
})

it('payments go on amid 400 guesses', async () => {
  const server = await startTestServer()
  const code = await issue(server)
  let over = false
  const flood = Promise.all(guesses(code, 400).map((guess) => pair(server, guess))).then(() => {
    over = true
  })
  let paid = 0
  while (!over) {
    await server.api.placePaid()
    paid++
  }
  await flood
  expect(paid).toBeGreaterThan(0)
})

it('tries at codes that wait stand in a short line, and are put off beyond it, without being counted', async () => {
  const server = await startTestServer()
  const [tried, own] = [await issue(server), await issue(server)]
  const replies = await Promise.all(Array.from({ length: 40 }, (_, i) => pair(server, wrong(tried, i + 1))))
  const putOff = replies.filter(({ status }) => status === 429)
  expect(putOff.length).toBeGreaterThan(0)
  for (const reply of putOff) {
    expect(reply).toMatchObject(busy)
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect(replies.filter(({ status }) => status === 403)).toHaveLength(40 - putOff.length)
  expect(await sample(server, 'laidan_pairing_refused_total{reason="line_full"}')).toBe(putOff.length)
  expect(await sample(server, 'laidan_pairing_in_line')).toBe(0)
  expect(await pair(server, tried)).toMatchObject(refused)
  expect(await pair(server, own)).toMatchObject({ status: 201 })
})

it('all addresses together have so many tries a minute at codes that wait; guesses do not use them up', async () => {
  const clock = createManualClock()
  const limits = { callsPerMinute: 1_000_000, pairingsPerMinute: 1_000_000, derivationsPerMinute: 2 }
  const server = await startTestServer({ clock, limits, env: { TRUST_PROXY: '1' } })
  const [first, second] = [await issue(server), await issue(server)]
  for (const [i, guess] of guesses(first, 20).entries())
    expect(await pair(server, guess, `10.0.0.${i}`)).toMatchObject(refused)
  expect(await pair(server, wrong(first, 1), '10.0.1.1')).toMatchObject(refused)
  expect(await pair(server, wrong(first, 2), '10.0.1.2')).toMatchObject(refused)
  const late = await pair(server, second, '10.0.1.3')
  expect(late).toMatchObject(busy)
  expect(late.headers.get('retry-after')).toBe('60')
  expect(await sample(server, 'laidan_pairing_refused_total{reason="minute_limit"}')).toBe(1)
  clock.advance(60_000)
  expect(await pair(server, second, '10.0.1.3')).toMatchObject({ status: 201 })
})

it('a try too many of its address is refused before anything is read, and counted', async () => {
  const server = await startTestServer({ limits: { callsPerMinute: 1_000, pairingsPerMinute: 2 } })
  for (let i = 0; i < 2; i++) expect(await pair(server, '000000000000')).toMatchObject(refused)
  const reply = await server.api.call('POST', '/v1/devices/pair', { raw: 'no JSON' })
  expect(reply).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
  expect(await sample(server, 'laidan_pairing_refused_total{reason="address_limit"}')).toBe(1)
  expect(await sample(server, 'laidan_pairing_tries_total')).toBe(3)
})

it('a flood of guesses leaves a bounded number of log lines, and the next one says how many are missing', async () => {
  const clock = createManualClock()
  const lines: string[] = []
  const server = await startTestServer({ clock, log: (line) => lines.push(line) })
  const told = () => lines.map((line) => JSON.parse(line) as object).filter((line) => 'problem' in line)
  for (let i = 0; i < 75; i++) await pair(server, '000000000000')
  expect(told()).toHaveLength(60)
  clock.advance(60_000)
  await pair(server, '000000000000')
  await expect.poll(told).toHaveLength(61)
  expect(told().at(-1)).toMatchObject({ problem: 'pairing_code_invalid', leftOut: 15 })
})
