import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { readOptions } from '../../lab/bench/options.ts'
import { repeat } from '../../lab/bench/repeat.ts'
import { createWatch, StrangersError } from '../../lab/bench/strangers.ts'
import { plain, table } from '../../lab/bench/table.ts'
import { type Phase, phaseFaults, slowdown } from '../../lab/bench/workloads/phase.ts'
import { type Bench, type Workload, watchedAsWhole } from '../../lab/bench/workloads/workload.ts'

const CONTENDERS = ['laidan', 'http']

function benchOf(args: readonly string[], more: Partial<Bench> = {}): Bench {
  return {
    options: readOptions(args),
    choose: (among) => [...among],
    absent: () => [],
    profile: () => ({}),
    say() {},
    watch: async (_, measured) => ({ value: await measured(), strangers: 0 }),
    sharedFolder: tmpdir(),
    ...more,
  }
}

/** A workload of two contenders that measures nothing but the order in which they were run. */
function numbering(order: string[], fault?: string): Workload {
  return {
    title: 'W0',
    async run() {
      const rows = CONTENDERS.map((contender) => ({ contender, turn: order.push(contender) }))
      const columns = [
        ['contender', (r: (typeof rows)[0]) => r.contender],
        ['turn', (r: (typeof rows)[0]) => plain(r.turn)],
      ] as const
      return {
        figures: rows,
        tables: [table(columns, rows), 'a text'],
        faults: fault === undefined ? [] : [fault],
      }
    },
  }
}

describe('--repeat', () => {
  it('runs the contenders in turn, and joins what came out in one table', async () => {
    const order: string[] = []
    const { figures, tables, faults } = await repeat(numbering(order), benchOf(['--repeat', '3']))
    expect(order).toEqual(['laidan', 'http', 'laidan', 'http', 'laidan', 'http'])
    expect(tables[0]?.split('\n').slice(2)).toEqual([
      '| 3    | laidan    | 3 [1–5] |',
      '| 3    | http      | 4 [2–6] |',
    ])
    expect(tables[1]).toBe('a text')
    expect(figures).toHaveLength(3)
    expect(faults).toEqual([])
  })

  it('says in which repetition something was wrong', async () => {
    const { faults } = await repeat(numbering([], 'a payment was lost'), benchOf(['--repeat', '2']))
    expect(faults).toEqual(['a payment was lost (1 of 2)', 'a payment was lost (2 of 2)'])
  })

  it('ends with the first phase that --quiet refuses', async () => {
    const order: string[] = []
    const moments = [0, 100, 200, 900].map((everybodyMs, i) => ({ at: i * 1_000, everybodyMs, oursMs: 0 }))
    const watch = createWatch({ quiet: true }, () => moments.shift() ?? { at: 0, everybodyMs: 0, oursMs: 0 }, 2)
    const running = repeat(watchedAsWhole(numbering(order)), benchOf(['--repeat', '3'], { watch }))
    await expect(running).rejects.toThrow(StrangersError)
    expect(order).toEqual(['laidan', 'http', 'laidan', 'http'])
  })
})

describe('phases of payments', () => {
  const phaseOf = (what: string, p99: number, refused = 0): Phase<string> => {
    return { what, rate: 100, sent: 2_000, refused, answer: { p50: 4, p99, max: 2 * p99 } }
  }
  const aim = { busy: 'backup', quiet: 'quiet', most: 2 }

  it('are compared by the medians of their p99', () => {
    const phases = [phaseOf('quiet', 10), phaseOf('backup', 15), phaseOf('quiet', 30), phaseOf('backup', 33)]
    expect(slowdown(phases, 'backup', 'quiet')).toBe(1.2)
    expect(phaseFaults(phases, aim)).toEqual([])
  })

  it('have a fault when something went on into the stretch behind its own', () => {
    const during = (outlastedMs: number) => [phaseOf('quiet', 10), { ...phaseOf('backup', 15), outlastedMs }]
    expect(phaseFaults(during(200), aim)).toEqual([])
    expect(phaseFaults(during(12_744), aim)).toEqual(['backup outlasted its stretch: give it more --seconds'])
  })

  it('have a fault when payments were refused, or when the p99 is longer than it may be', () => {
    expect(phaseFaults([phaseOf('quiet', 10), phaseOf('backup', 21, 3)], aim)).toEqual([
      'backup: 3 payments were refused',
      'backup: p99 is more than 2 times that of quiet',
    ])
  })
})
