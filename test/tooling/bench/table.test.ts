import { describe, expect, it } from 'vitest'
import { type Column, joinTables, median, millis, plain, table, writeTable } from '../../lab/bench/table.ts'

interface Run {
  contender: string
  p99: number
  lost: number
}

const COLUMNS: Column<Run>[] = [
  ['contender', (r) => r.contender],
  ['p99 ms', (r) => millis(r.p99)],
  ['lost', (r) => plain(r.lost)],
]

/** Measured in five interleaved repetitions. */
const ROUNDS = [18.2, 15.9, 41.3, 16.4, 17.0].map((ours, i) => [
  { contender: 'laidan', p99: ours, lost: 0 },
  { contender: 'express', p99: [3.71, 3.62, 5.4, 3.9, 3.66][i] ?? 0, lost: 0 },
])

describe('a table of the benchmarks', () => {
  it('is Markdown that can be pasted into a document: names to the left, figures to the right', () => {
    expect(writeTable(table(COLUMNS, ROUNDS[0] ?? [], 'W1'))).toBe(
      [
        'W1',
        '',
        '| contender | p99 ms | lost |',
        '| --------- | -----: | ---: |',
        '| laidan    |   18.2 |    0 |',
        '| express   |   3.71 |    0 |',
      ].join('\n'),
    )
  })

  it('joins repetitions to the median and the range of each figure, with their number in front', () => {
    const joined = writeTable(joinTables(ROUNDS.map((rows) => table(COLUMNS, rows))))
    expect(joined.split('\n').slice(2)).toEqual([
      '| 5    | laidan    | 17.0 [15.9–41.3] |    0 |',
      '| 5    | express   | 3.71 [3.62–5.40] |    0 |',
    ])
  })

  it('leaves one repetition as it is, and joins rows of one name in it', () => {
    const one = table(COLUMNS, ROUNDS[0] ?? [])
    expect(joinTables([one])).toEqual(one)
    const twice = table(COLUMNS, [
      { contender: 'quiet', p99: 20, lost: 0 },
      { contender: 'quiet', p99: 30, lost: 2 },
    ])
    expect(
      writeTable(joinTables([twice]))
        .split('\n')
        .at(-1),
    ).toBe('| 2    | quiet     | 25.0 [20.0–30.0] | 1 [0–2] |')
  })

  it('counts a contender that took part in some repetitions only, and writes a dash for what nobody measured', () => {
    const absent = { contender: 'redis', p99: Number.NaN, lost: Number.NaN }
    const joined = joinTables([table(COLUMNS, [...(ROUNDS[0] ?? []), absent]), table(COLUMNS, ROUNDS[1] ?? [])])
    expect(writeTable(joined).split('\n').at(-1)).toBe('| 1    | redis     |                – |    – |')
  })

  it('takes the value in the middle for the median, the mean of the two there, and none of nothing', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([1, 2, 4, 9])).toBe(3)
    expect(median([])).toBeNaN()
  })
})
