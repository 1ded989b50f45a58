import { expect, it } from 'vitest'
import { createSharedBudget } from '../../server/lib/shared-budget.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

const MINUTE = 60_000
const GUESS = { code: '000000000000', name: 'x', platform: 'test' }

const guess = async ({ api }: TestServer, body: object = GUESS) =>
  (await api.call('POST', '/v1/devices/pair', { body })).status

async function open(limits: { pairingsPerMinute: number; derivationsPerMinute?: number }) {
  const dataDir = tempDir()
  const clock = createManualClock()
  const nodes = [] as TestServer[]
  for (let i = 0; i < 2; i++)
    nodes.push(await startTestServer({ dataDir, clock, limits: { callsPerMinute: 1_000_000, ...limits } }))
  return { clock, nodes: nodes as [TestServer, TestServer] }
}

it('an address has as many tries at pairing a minute at all servers together as at one', async () => {
  const { clock, nodes } = await open({ pairingsPerMinute: 5 })
  const [one, two] = nodes
  for (let i = 0; i < 3; i++) expect(await guess(one)).toBe(403)
  for (let i = 0; i < 2; i++) expect(await guess(two)).toBe(403)
  expect(await guess(two)).toBe(429)
  expect(await guess(one)).toBe(429)
  clock.advance(MINUTE)
  expect(await guess(one)).toBe(403)
})

it('tries that come at once at two servers are counted each once', async () => {
  const { nodes } = await open({ pairingsPerMinute: 20 })
  const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => guess(nodes[index % 2] as TestServer)))
  expect(answers.filter((status) => status === 403)).toHaveLength(20)
  expect(answers.filter((status) => status === 429)).toHaveLength(40)
})

it('slow hashes of a minute are those of all servers together', async () => {
  const { nodes } = await open({ pairingsPerMinute: 1_000, derivationsPerMinute: 3 })
  const [one, two] = nodes
  const { code } = await one.running.issuePairingCode(one.storeId)
  const wrong = { ...GUESS, code: `${code.replaceAll('-', '').slice(0, 8)}${code.endsWith('0000') ? '1111' : '0000'}` }
  expect(await guess(one, wrong)).toBe(403)
  expect(await guess(two, wrong)).toBe(403)
  expect(await guess(one, wrong)).toBe(403)
  expect(await two.api.call('POST', '/v1/devices/pair', { body: wrong })).toMatchObject({
    status: 429,
    body: { code: 'pairing_busy' },
  })
})

it('a flood of guesses ends at the server’s own count, and what is counted in the database is bounded and forgotten', async () => {
  const { clock, nodes } = await open({ pairingsPerMinute: 5 })
  const { ctx } = nodes[0].running
  const kept = async () => (await ctx.db.read.all('SELECT name FROM budgets')).length
  for (let i = 0; i < 30; i++) await guess(nodes[0])
  expect(await ctx.db.read.all('SELECT spent FROM budgets')).toEqual([{ spent: 5 }])
  const budget = createSharedBudget(ctx, 'test', 1)
  const many = await Promise.all(Array.from({ length: 3_000 }, (_, index) => budget.take(`address ${index}`)))
  expect(many.every((wait) => wait === undefined)).toBe(true)
  expect(await kept()).toBe(2_001)
  expect(await budget.take('address 1')).toBe(MINUTE)
  clock.advance(2 * MINUTE)
  expect(await budget.take('address 1')).toBeUndefined()
  expect(await kept()).toBe(1)
})
