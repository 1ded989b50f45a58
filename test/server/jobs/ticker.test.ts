import { expect, it } from 'vitest'
import { startJobs } from '../../../server/jobs/ticker.ts'
import { createLogger } from '../../../server/lib/logger.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const MINUTE = 60_000

function start(everyMs: number, run: () => Promise<unknown>) {
  const clock = createManualClock()
  const lines: { msg: string; job: string; more?: number }[] = []
  const logger = createLogger('error', { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[number]) })
  const ticker = startJobs([{ name: 'look', everyMs, run }], { clock, logger })
  return { clock, lines, ticker }
}

const fail = () => Promise.reject(new Error('out of reach'))

it('a job that fails forty times a second is told of once a minute, with how often', async () => {
  const { clock, lines, ticker } = start(25, fail)
  await clock.advanceAsync(MINUTE)
  expect([lines.length, lines[0]?.msg, lines[0]?.job]).toEqual([1, 'a job failed', 'look'])
  await clock.advanceAsync(MINUTE)
  expect(lines).toHaveLength(2)
  expect(lines.map(({ more }) => more)).toEqual([undefined, MINUTE / 25 - 1])
  await ticker.stop()
})

it('a job that fails now and then is told of each time', async () => {
  const { clock, lines, ticker } = start(MINUTE, fail)
  await clock.advanceAsync(5 * MINUTE)
  expect(lines).toHaveLength(5)
  expect(lines.every(({ more }) => more === undefined)).toBe(true)
  await ticker.stop()
})

it('another error of the same job is told at once', async () => {
  const errors = ['out of reach', 'out of reach', 'a slip of ours', 'a slip of ours']
  const { clock, lines, ticker } = start(1_000, () => Promise.reject(new Error(errors.shift() ?? 'a slip of ours')))
  await clock.advanceAsync(4_000)
  expect(lines.map(({ more }) => more)).toEqual([undefined, 1])
  await ticker.stop()
})
