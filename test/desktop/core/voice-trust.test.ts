import { describe, expect, it } from 'vitest'
import { speechLimitMs } from '../../../desktop/core/announcer/speaker.ts'
import { GIVEN_UP_MS } from '../../../desktop/core/announcer/voice-trust.ts'
import type { SpeechOutcome } from '../../../desktop/core/ports.ts'
import type { Settings } from '../../../desktop/core/settings.ts'
import { phrases, rig } from './support/announcer-rig.ts'
import { reminderFrame, T0 } from './support/frames.ts'

/** A shop whose engine answers at once, in the way that the test says; each `order` is a new one. */
function shop(settings: Partial<Settings> = {}) {
  const r = rig({ repeatSeconds: 0, ...settings })
  r.voice.mode = 'auto'
  let seq = 0
  async function order(outcome: SpeechOutcome): Promise<string | undefined> {
    r.voice.outcome = outcome
    seq += 1
    await r.remind(reminderFrame({ seq, id: `o${seq}` }))
    return r.announced.at(-1)?.[1].speech
  }
  return { ...r, order, tries: () => r.voice.asked.length, lastRing: () => r.chime.played.at(-1) }
}

describe('a voice that does not answer', () => {
  it('is given up after two time-outs in a row, for a minute: chime at full and displays, and the trouble is told', async () => {
    const { order, tries, lastRing, announced, announcer, clock, dialog } = shop()
    expect([await order('timeout'), await order('timeout'), tries()]).toEqual(['timeout', 'timeout', 2])
    expect(lastRing()?.volume).toBeLessThan(1)
    for (let again = 0; again < 3; again++) expect(await order('ok')).toBe('engine_failed')
    expect([tries(), lastRing()]).toEqual([2, { kind: 'new_order', level: 1, volume: 1 }])
    expect(announced.at(-1)?.[1]).toEqual({ speech: 'engine_failed', notification: 'ok', dialog: 'ok' })
    expect(dialog.history).toHaveLength(5)
    expect(announcer.trouble()).toEqual({ speech: 'engine_failed' })
    await clock.advanceAsync(GIVEN_UP_MS - 1)
    expect([await order('ok'), tries()]).toEqual(['engine_failed', 2])
    await clock.advanceAsync(1)
    expect([await order('ok'), tries()]).toEqual(['ok', 3])
    expect([announcer.trouble(), lastRing()?.volume === 1]).toEqual([{}, false])
  })

  it('that never returns costs two announcements their time, and the next ones nothing', async () => {
    const { order, clock, voice, announced } = shop()
    voice.mode = 'dead'
    for (const count of [1, 2]) {
      await order('ok')
      await clock.advanceAsync(speechLimitMs(phrases.reminder(reminderFrame({ seq: 1 }), T0), 1))
      expect(announced).toHaveLength(count)
    }
    expect(await order('ok')).toBe('engine_failed')
    expect(announced).toHaveLength(3)
  })

  it('is given up again by one more time-out after the minute, and one success ends it', async () => {
    const { order, tries, clock } = shop()
    for (const outcome of ['timeout', 'timeout'] as const) await order(outcome)
    await clock.advanceAsync(GIVEN_UP_MS)
    expect([await order('timeout'), await order('ok'), tries()]).toEqual(['timeout', 'engine_failed', 3])
    await clock.advanceAsync(GIVEN_UP_MS)
    expect([await order('ok'), await order('timeout'), await order('ok')]).toEqual(['ok', 'timeout', 'ok'])
  })

  it.each(['ok', 'failed', 'no_voice'] as const)('times out, answers %s, times out: never given up', async (answer) => {
    const { order, tries } = shop()
    for (let turn = 0; turn < 5; turn++) {
      await order('timeout')
      await order(answer)
    }
    expect(tries()).toBe(10)
  })

  it('that was interrupted between two time-outs has answered nothing', async () => {
    const { order, voice, remind, close, tries } = shop()
    await order('timeout')
    voice.mode = 'manual'
    await remind(reminderFrame({ seq: 90, id: 'gone' }))
    await close('gone')
    voice.mode = 'auto'
    await order('timeout')
    expect([await order('ok'), tries()]).toEqual(['engine_failed', 3])
  })

  it('rings although the chime was switched off', async () => {
    const { order, chime } = shop({ chime: false })
    for (const outcome of ['timeout', 'timeout'] as const) await order(outcome)
    chime.played.splice(0)
    await order('ok')
    expect(chime.played).toEqual([{ kind: 'new_order', level: 1, volume: 1 }])
  })

  it('is tried whenever a human asks for a sound check, whose success ends it', async () => {
    const { order, voice, announcer, clock } = shop()
    for (const outcome of ['timeout', 'timeout'] as const) await order(outcome)
    voice.outcome = 'ok'
    const check = announcer.say({ kind: 'check', text: '试音', level: 1 })
    await clock.advanceAsync(0)
    expect([await check, await order('ok')]).toEqual(['ok', 'ok'])
  })

  it('leaves what it could not say untold: the next telling is the full one', async () => {
    const { order, told } = shop()
    for (const outcome of ['timeout', 'timeout', 'ok'] as const) await order(outcome)
    expect([...told]).toEqual([])
  })
})
