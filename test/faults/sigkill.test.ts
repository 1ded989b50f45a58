import { expect, it } from 'vitest'
import { checkHistory, explain } from '../lab/check/check-history.ts'
import { runChaos } from '../lab/rig/chaos.ts'
import { runDir } from '../lab/rig/run-dir.ts'

/** How often the server is killed; the long form sets it. */
const KILLS = Number(process.env['FAULTS_KILLS'] ?? 30)
/** Decides everything that is left to chance, as far as the machine lets it. */
const SEED = Number(process.env['FAULTS_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const SECONDS_A_KILL = 5

it(`I1–I13: nothing is lost or doubled over ${KILLS} kills of the server under load (FAULTS_SEED=${SEED})`, {
  timeout: 360_000 + KILLS * SECONDS_A_KILL * 1_000,
}, async () => {
  const dir = runDir(`sigkill-${SEED}`)
  const { history, atKills, killed, errors } = await runChaos({ dir, seed: SEED, kills: KILLS, loads: 2, customers: 4 })

  expect(explain(atKills)).toEqual([])
  expect(explain(checkHistory(history, { atRest: true }))).toEqual([])
  expect(errors).toEqual([])
  // A run that hardly did anything proves nothing.
  const { database, operations } = history
  const count = {
    killed,
    orders: database.orders.length,
    payments: database.payments.length,
    entries: database.log.length,
    repeated: database.reminders.filter(({ n }) => n > 1).length,
    expired: database.reminders.filter(({ state }) => state === 'expired').length,
    /** Answers that broke off; attempts that met no server are not counted. */
    brokenAnswers: operations.filter((line) => line.t === 'lost' && !line.why.includes('ECONNREFUSED')).length,
  }
  process.stdout.write(`sigkill: ${JSON.stringify(count)}\n`)
  expect(killed.servers).toBe(KILLS)
  expect(count.payments).toBeGreaterThan(KILLS)
  expect(count.repeated).toBeGreaterThan(0)
  expect(count.brokenAnswers).toBeGreaterThan(0)
})
