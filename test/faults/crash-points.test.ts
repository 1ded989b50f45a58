import { describe, expect, it } from 'vitest'
import { crashAtEveryStep } from '../lab/rig/crash-at-every-step.ts'
import { SCENARIOS } from '../lab/rig/scenarios.ts'

describe('kill -9 at every step', () => {
  for (const scenario of SCENARIOS) {
    it(`I1 I2 I4 I5 I9: ${scenario.name}`, { timeout: 400_000 }, async () => {
      const { steps, kills, faults } = await crashAtEveryStep(scenario)
      expect(faults).toEqual([])
      const passed = scenario.passes.filter((name) => steps.some((step) => step.startsWith(name)))
      expect(passed).toEqual(scenario.passes)
      process.stdout.write(`${scenario.name}: killed at ${kills} points\n`)
    })
  }
})
