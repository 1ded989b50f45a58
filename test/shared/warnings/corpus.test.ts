import { describe, expect, it } from 'vitest'
import { figures, measure, readCorpus } from './corpus.ts'

const heldOut = readCorpus('held-out')
const development = readCorpus('development')

describe('the warnings found in the corpus', () => {
  it('of remarks on which no rule was written: recall at least 97 %, precision at least 90 %', () => {
    const measured = measure(heldOut)
    // The figures of docs/warnings.md; `npx vitest run --project shared test/shared/warnings/corpus.test.ts`.
    process.stdout.write(`held out: ${figures(measured)}\n`)
    expect(measured.recall).toBeGreaterThanOrEqual(0.97)
    expect(measured.precision).toBeGreaterThanOrEqual(0.9)
  })

  it('of remarks on which rules were written: no warning is missed', () => {
    const measured = measure(development)
    process.stdout.write(`development: ${figures(measured)}\n`)
    expect(measured.missed).toEqual([])
    expect(measured.precision).toBeGreaterThanOrEqual(0.95)
  })
})

describe('the corpus', () => {
  it('has at least 600 remarks held out, half of them harmless, and 300 to write rules on', () => {
    const harmless = heldOut.filter(({ warns }) => !warns).length
    expect(heldOut.length).toBeGreaterThanOrEqual(600)
    expect(harmless / heldOut.length).toBeGreaterThan(0.45)
    expect(harmless / heldOut.length).toBeLessThan(0.55)
    expect(development.length).toBeGreaterThanOrEqual(300)
  })

  it('labels no remark in two ways', () => {
    const labels = new Map<string, boolean>()
    for (const { text, warns } of [...heldOut, ...development]) {
      expect(labels.get(text) ?? warns, text).toBe(warns)
      labels.set(text, warns)
    }
  })
})
