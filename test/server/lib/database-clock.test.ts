import { expect, it } from 'vitest'
import { createDatabaseClock } from '../../../server/lib/database-clock.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const HOUR = 3_600_000

/** A database whose clock is `aheadMs` ahead of the host's at first, and whose answers take `waysMs` there and back. */
function surroundings(aheadMs: number, ways: { there: number; back: number }) {
  const host = createManualClock()
  const database = createManualClock(host.now() + aheadMs)
  const advance = (ms: number) => {
    host.advance(ms)
    database.advance(ms)
  }
  const databaseNow = async () => {
    advance(ways.there)
    const now = database.now()
    advance(ways.back)
    return now
  }
  return { host, database, ways, advance, databaseNow }
}

it('the database’s time is told, however wrong the host’s clock is, to half of the time that its answers take', async () => {
  const { host, database, advance, databaseNow } = surroundings(-8 * HOUR, { there: 3, back: 7 })
  const clock = await createDatabaseClock(host, databaseNow)
  expect(Math.abs(clock.now() - database.now())).toBeLessThanOrEqual(5)
  expect(clock.hostAheadMs()).toBeCloseTo(8 * HOUR, -1)
  advance(60_000)
  expect(Math.abs(clock.now() - database.now())).toBeLessThanOrEqual(5)
})

it('an answer that takes long moves nothing that was known better; a quick one does', async () => {
  const { host, database, ways, databaseNow } = surroundings(0, { there: 1, back: 1 })
  const clock = await createDatabaseClock(host, databaseNow)
  Object.assign(ways, { there: 0, back: 1_900 })
  await clock.measure()
  expect(Math.abs(clock.now() - database.now())).toBeLessThanOrEqual(1)
  database.jumpWall(200)
  Object.assign(ways, { there: 1, back: 1 })
  await clock.measure()
  expect(Math.abs(clock.now() - database.now())).toBeLessThanOrEqual(1)
})

it('a host’s clock that is set changes nothing; a database’s that is set is followed at the next measurement', async () => {
  const { host, database, databaseNow } = surroundings(0, { there: 1, back: 1 })
  const clock = await createDatabaseClock(host, databaseNow)
  const before = clock.now()
  host.jumpWall(8 * HOUR)
  expect(clock.now()).toBe(before)
  expect(clock.hostAheadMs()).toBeCloseTo(8 * HOUR, -1)
  database.jumpWall(HOUR)
  await clock.measure()
  expect(Math.abs(clock.now() - database.now())).toBeLessThanOrEqual(1)
})

it('a measurement that the storage refuses leaves the last one', async () => {
  const { host, advance } = surroundings(0, { there: 0, back: 0 })
  const answers = [1_000, 1_000, 1_000]
  const clock = await createDatabaseClock(host, async () => {
    const answer = answers.shift()
    if (answer === undefined) throw new Error('away')
    return answer
  })
  await expect(clock.measure()).rejects.toThrow('away')
  advance(500)
  expect(clock.now()).toBe(1_500)
})
