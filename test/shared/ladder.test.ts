import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  type Climb,
  LADDER,
  LADDER_PAUSE_MS,
  ladderLevel,
  nextStep,
  URGE_LEVELS,
  urgeLevel,
} from '../../shared/ladder.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** The announcements of a reminder until `untilMs`, as [seconds waited, level]. */
function climb(reminder: Climb, untilMs: number, from = 0): [number, number][] {
  const rings: [number, number][] = []
  for (let waited = from; waited <= untilMs; waited = nextStep(reminder, waited))
    rings.push([waited / SECOND, ladderLevel(reminder, waited)])
  return rings
}

describe('the ladder', () => {
  it('announces a new order at 0, 30, 90, 210 and 300 s, at its limit, then every 5 min, all of it loudest from 300 s on', () => {
    expect(climb({ kind: 'new_order', limitMs: 12 * MINUTE }, 23 * MINUTE)).toEqual([
      ...[[0, 1] as const, [30, 1] as const, [90, 1] as const, [210, 2] as const],
      ...[300, 600, 720, 1020, 1320].map((at) => [at, 3]),
    ])
    expect(climb({ kind: 'new_order', limitMs: 10 * MINUTE }, 16 * MINUTE).slice(4)).toEqual([
      [300, 3],
      [600, 3],
      [900, 3],
    ])
  })

  it.each([1, 2, 3, 4, 5])(
    'is loudest from a limit of %d min on, and announces once at a step that is one with it',
    (min) => {
      const rings = climb({ kind: 'new_order', limitMs: min * MINUTE }, 20 * MINUTE)
      expect(rings.filter(([at]) => at === min * 60)).toEqual([[min * 60, 3]])
      expect(rings.filter(([at]) => at >= min * 60).every(([, level]) => level === 3)).toBe(true)
      expect(new Set(rings.map(([at]) => at)).size).toBe(rings.length)
    },
  )

  it('has no limit for an urge or a cancellation', () => {
    for (const kind of ['urge', 'cancel'] as const)
      expect(climb({ kind, limitMs: MINUTE }, 15 * MINUTE).map(([at]) => at)).toEqual([0, 30, 90, 210, 300, 600, 900])
  })

  it('goes on after an announcement out of turn: neither at once again, nor past the loudest step or the limit (I10)', () => {
    const order: Climb = { kind: 'new_order', limitMs: 10 * MINUTE }
    expect(nextStep(order, 89 * SECOND)).toBe(210 * SECOND)
    expect(nextStep(order, 299 * SECOND)).toBe(300 * SECOND)
    expect(nextStep(order, 599 * SECOND)).toBe(600 * SECOND)
    expect(nextStep(order, 40 * MINUTE)).toBe(45 * MINUTE)
  })

  it('is louder from the third urge on, and loudest from the fifth', () => {
    expect([1, 2, 3, 4, 5, 60].map(urgeLevel)).toEqual([1, 1, 2, 2, 3, 3])
  })

  it('stands in docs/reliability.md as it is', () => {
    const docs = readFileSync('docs/reliability.md', 'utf8')
    const rows = docs.split('\n').filter((line) => line.startsWith('| ladder: '))
    const cells = rows.map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    expect(cells).toEqual([
      ...LADDER.map(({ waitedMs, level }) => [`ladder: ${waitedMs / SECOND} s`, String(level)]),
      ['ladder: acceptance limit of the store (new orders)', '3'],
      [`ladder: then every ${LADDER_PAUSE_MS / MINUTE} min`, '3'],
      ...URGE_LEVELS.map(({ urges, level }) => [
        `ladder: urge number ${urges} and every one after it`,
        `${level} at least`,
      ]),
    ])
  })
})
