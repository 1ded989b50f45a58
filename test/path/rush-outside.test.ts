import { expect, it } from 'vitest'
import { runRush } from '../lab/rush/run-rush.ts'
import { scoreAttention, writeAttention } from '../lab/rush/score-attention.ts'

const SEED = 7

it.each(['closed', 'nobody'] as const)(
  `every paid order of a short evening is answered within the limit or told to a human outside: %s (seed ${SEED})`,
  async (scenario) => {
    const history = await runRush({ seed: SEED, minutes: 12, orders: 60, devices: 3, layout: 'rooms', scenario })
    const attention = scoreAttention(history)
    const card = writeAttention([{ scenario, seed: SEED, attention }])
    expect(attention.neither, card).toEqual([])
    expect(attention.told, card).toBeGreaterThan(0)
    expect(attention.mostInAnHour, card).toBeLessThanOrEqual(20)
  },
)
