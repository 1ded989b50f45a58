import { describe, expect, it } from 'vitest'
import { createShutdown } from '../../../desktop/hosts/electron/app/shutdown.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { recordingLog } from '../core/support/small-ports.ts'

/** An app whose disk takes as long as the test wants. */
function rig() {
  const clock = createManualClock()
  const log = recordingLog()
  const happened: string[] = []
  let settle: (error?: Error) => void = () => {}
  const ending = createShutdown({
    clock,
    log,
    flush() {
      happened.push('flush')
      return new Promise((resolve, reject) => {
        settle = (error) => (error === undefined ? resolve() : reject(error))
      })
    },
    quit: () => void happened.push('quit'),
  })
  const stored = (error?: Error) => {
    settle(error)
    return clock.advanceAsync(0)
  }
  return { ending, clock, log, happened, stored }
}

describe('the end of the app', () => {
  it('comes after everything is stored, once, however often it is asked for', async () => {
    const { ending, happened, stored } = rig()
    expect([ending.isQuitting(), ending.hasBegun()]).toEqual([false, false])
    expect([ending.canQuit(), ending.canQuit(), ending.isQuitting(), ending.hasBegun()]).toEqual([
      false,
      false,
      true,
      true,
    ])
    await stored()
    expect([happened, ending.canQuit()]).toEqual([['flush', 'quit'], true])
  })

  it('comes all the same when the disk refuses, and the log says so', async () => {
    const { ending, happened, stored, log } = rig()
    ending.canQuit()
    await stored(new Error('ENOSPC'))
    expect([happened, ending.canQuit()]).toEqual([['flush', 'quit'], true])
    expect(log.lines.join()).toContain('ENOSPC')
  })

  it('a session that may end lets windows close for good, and stores nothing yet', async () => {
    const { ending, happened } = rig()
    ending.expectSessionEnd()
    expect([ending.isQuitting(), ending.hasBegun(), happened]).toEqual([true, false, []])
    ending.canQuit()
    expect([ending.hasBegun(), happened]).toEqual([true, ['flush']])
  })

  it('a session that went on: half a minute later windows are put away again', async () => {
    const { ending, clock } = rig()
    ending.expectSessionEnd()
    await clock.advanceAsync(20_000)
    ending.expectSessionEnd()
    await clock.advanceAsync(20_000)
    expect(ending.isQuitting()).toBe(true)
    await clock.advanceAsync(10_000)
    expect([ending.isQuitting(), clock.pending()]).toEqual([false, 0])
  })

  it('asked for while the session was undecided, it is not called off', async () => {
    const { ending, clock, stored } = rig()
    ending.expectSessionEnd()
    ending.canQuit()
    ending.expectSessionEnd()
    await clock.advanceAsync(60_000)
    expect(ending.isQuitting()).toBe(true)
    await stored()
    expect([ending.canQuit(), clock.pending()]).toEqual([true, 0])
  })
})
