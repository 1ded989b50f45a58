import { expect, it } from 'vitest'
import { countManners } from '../../../desktop/ui/board/count-manners.ts'
import { mannerOf } from '../../../shared/protocol/manner.ts'

const OK = { speech: 'ok', notification: 'none', dialog: 'none' }

it.each([
  [OK, 'spoken'],
  [{ ...OK, words: 'counted' }, 'counted'],
  [{ ...OK, words: 'of_a_later_version' }, 'spoken'],
  [{ ...OK, speech: 'muted', words: 'counted', dialog: 'ok' }, 'shown'],
  [{ ...OK, speech: 'ring_only', notification: 'ok' }, 'shown'],
  [{ speech: 'none', notification: 'none', dialog: 'none', print: 'ok' }, 'neither'],
  [{ speech: 'failed', notification: 'not_allowed', dialog: 'hidden' }, 'neither'],
  [{}, 'neither'],
])('an announcement that went %j was %s', (outcome, manner) => {
  expect(mannerOf(outcome)).toBe(manner)
})

it('announcements of one device are counted by how they went, the best first, and none is lost', () => {
  expect(countManners({ times: 7, spoken: 1, counted: 2, shown: 3, outcome: OK })).toEqual([
    { manner: 'spoken', count: 1 },
    { manner: 'counted', count: 2 },
    { manner: 'shown', count: 3 },
    { manner: 'neither', count: 1 },
  ])
  expect(countManners({ times: 2, spoken: 0, counted: 2, shown: 0, outcome: OK })).toEqual([
    { manner: 'counted', count: 2 },
  ])
})

it('what an older server tells is the latest announcement, as it always was', () => {
  expect(countManners({ times: 3, outcome: OK })).toEqual([{ manner: 'spoken', count: 3 }])
  expect(countManners({ times: 3, outcome: { ...OK, speech: 'muted', dialog: 'ok' } })).toEqual([
    { manner: 'shown', count: 3 },
  ])
})
