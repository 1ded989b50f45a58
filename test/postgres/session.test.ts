import { expect, it } from 'vitest'
import { createPostgresSession } from '../../server/db/postgres/postgres-session.ts'
import { createManualClock } from '../support/manual-clock.ts'

function sessionWithoutDatabase() {
  const clock = createManualClock()
  let tries = 0
  const session = createPostgresSession({
    open() {
      tries++
      return Promise.reject(Object.assign(new Error('the database system is starting up'), { code: '57P03' }))
    },
    clock,
    lost() {},
    reached() {},
  })
  return { session, clock, tries: () => tries }
}

it('a database that cannot be reached is not asked by each statement, and each is refused for the reason', async () => {
  const { session, clock, tries } = sessionWithoutDatabase()
  // The feed looks forty times a second, in each session of each node: a database that starts has better work.
  for (let look = 0; look < 40; look++) {
    await expect(session.get('SELECT 1')).rejects.toMatchObject({ name: 'StorageError', message: '57P03' })
    clock.advance(25)
  }
  expect(tries()).toBeLessThanOrEqual(5)
  expect(tries()).toBeGreaterThan(1)
})
