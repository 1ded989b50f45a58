import { expect, it } from 'vitest'
import { runRush } from '../lab/rush/run-rush.ts'
import { scoreRush } from '../lab/rush/score-rush.ts'
import { missedTargets, writeScorecard } from '../lab/rush/scorecard.ts'

const SEED = 20

it(`a short dinner rush with faults is told, answered and warned of (seed ${SEED})`, async () => {
  const history = await runRush({ seed: SEED, minutes: 10, orders: 200, devices: 3, layout: 'rooms' })
  const score = scoreRush(history)
  const card = writeScorecard([{ seed: SEED, score }])
  expect(missedTargets(score, true), card).toEqual([])
  expect(score.orders.paid, card).toBe(history.orders.length)
  expect(score.orders.paid, card).toBeGreaterThan(20)
  expect(score.orders.unanswered, card).toBe(0)
  expect(score.orders.accepted + score.orders.rejected + score.orders.calledOff, card).toBe(score.orders.paid)
  expect(score.announcements.all, card).toBeGreaterThan(score.orders.paid)
  expect(score.warnings.orders, card).toBeGreaterThan(0)
})
