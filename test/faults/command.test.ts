import { AsyncResource } from 'node:async_hooks'
import { describe, expect, it } from 'vitest'
import { readOptions } from '../lab/options.ts'
import { RUNS } from '../lab/runs/list.ts'
import { type Run, runRounds } from '../lab/runs/run.ts'
import { asRound, atEnd } from '../support/at-end.ts'
import { runChild } from '../support/run-child.ts'

const some = (name: string): Run => ({
  name,
  title: `what ${name} does`,
  run: (options) => runRounds(name, options, async () => ({ counts: {}, violations: [] })),
})
const runs = [some('rain'), some('snow')]

describe('the options of npm run faults', () => {
  it('without any: everything, with a seed of its own', () => {
    const { ms, seed, only } = readOptions([], runs)
    expect(only).toEqual(runs)
    expect(ms).toBeGreaterThan(0)
    expect(Number.isInteger(seed)).toBe(true)
  })

  it('take hours, a seed, rounds and names', () => {
    const words = ['--hours', '0.5', '--seed', '7', '--rounds', '2', '--only', 'snow']
    expect(readOptions(words, runs)).toMatchObject({ ms: 1_800_000, seed: 7, rounds: 2, only: [runs[1]] })
  })

  it.each([
    [['--hours', 'x'], 'hours'],
    [['--hours', '0'], 'hours'],
    [['--seed', '1.5'], 'seed'],
    [['--rounds', '0'], 'rounds'],
    [['--only', 'hail'], 'rain'],
    [['--only', ''], 'only'],
    [['--sede', '7'], '--sede'],
    [['rain'], 'rain'],
  ])('refuse %j, naming what is wrong, with the usage', (words, named) => {
    expect(() => readOptions(words, runs)).toThrow(named)
    expect(() => readOptions(words, runs)).toThrow('npm run faults -- [options]')
  })

  it('wrong ones end the command with 2', async () => {
    const child = runChild('test/lab/main.ts', ['--only', 'hail'])
    expect((await child.exited).code).toBe(2)
    for (const { name } of RUNS) expect(child.output()).toContain(name)
  })
})

describe('rounds', () => {
  const lines: string[] = []
  const options = { seed: 40, ms: 60_000, rounds: 3, say: (line: string) => void lines.push(line) }

  it('each has the next seed; what throws is a violation, and does not keep the others from running', async () => {
    const report = await runRounds('rain', options, async (seed) => {
      if (seed === 41) throw new Error('struck by lightning')
      return { counts: { drops: seed }, violations: [] }
    })
    expect(report).toMatchObject({ rounds: 3, counts: { drops: 82 } })
    expect(report.violations).toEqual([expect.stringMatching(/^rain, seed 41: Error: struck by lightning/)])
    expect(lines.join('\n')).toContain('rain 3, seed 42')
  })

  it('end when the time is up, but not before there was one', async () => {
    const round = async () => ({ counts: {}, violations: [] })
    expect(await runRounds('rain', { ...options, ms: 0 }, round)).toMatchObject({ rounds: 1 })
  })

  it('tidy up after themselves in reverse, told how it ended, latecomers included', async () => {
    const done: string[] = []
    let late = () => {}
    const work = async () => {
      atEnd(({ failed }) => done.push(`first ${failed}`))
      atEnd(({ failed }) => done.push(`second ${failed}`))
      await new Promise<void>((go) => setImmediate(go))
      late = AsyncResource.bind(() => atEnd(() => done.push('late')))
      return 'bad'
    }
    await asRound(work, (result) => result === 'bad')
    late()
    expect(done).toEqual(['second true', 'first true', 'late'])
  })
})
