import { describe, expect, it } from 'vitest'
import { createIntakeVoice } from '../../../desktop/core/announcer/intake-voice.ts'
import type { ReadIntake } from '../../../shared/intake.ts'
import { LOCALES } from '../../../shared/locales.ts'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import { MAX_SPOKEN } from '../../../shared/phrases/sentence.ts'
import { speakable } from '../../../shared/text.ts'
import { T0, welcomeFrame } from './support/frames.ts'
import { createMachine } from './support/machine.ts'
import { createScriptedTransport } from './support/scripted-transport.ts'

const MINUTE = 60_000
const OPEN: ReadIntake = { state: 'open', seq: 0 }
const PAUSED: ReadIntake = { state: 'paused', until: T0 + 30 * MINUTE, seq: 3 }
const BUSY: ReadIntake = { state: 'busy', extraMinutes: 15, until: T0 + 60 * MINUTE, seq: 4 }

/** Speaks of intakes, one after the other. */
function spoken(...told: (ReadIntake | undefined)[]): string[] {
  const texts: string[] = []
  const voice = createIntakeVoice({
    phrases: () => phrasesFor('zh-CN'),
    serverNow: () => T0,
    say: ({ text }) => texts.push(text),
  })
  for (const intake of told) voice.update(intake)
  return texts
}

describe('the voice', () => {
  it('speaks when a store becomes busy, is paused, and takes orders again', () => {
    expect(spoken(OPEN, BUSY, PAUSED, OPEN)).toEqual([
      '门店忙碌，出餐时间加十五分钟，一小时后恢复',
      '门店已暂停接单，三十分钟后恢复',
      '门店恢复接单',
    ])
    expect(spoken(BUSY, OPEN)).toEqual(['忙碌结束，出餐时间恢复正常'])
  })

  it('says nothing of what was so when it began, nor of the same again, nor what it cannot read', () => {
    expect(spoken(PAUSED)).toEqual([])
    expect(spoken(PAUSED, { ...PAUSED, seq: 9 })).toEqual([])
    expect(spoken(OPEN, { state: 'asleep', seq: 2 })).toEqual([])
    expect(spoken(undefined, PAUSED)).toEqual([])
    expect(spoken(PAUSED, undefined, PAUSED)).toEqual([])
  })

  it.each(LOCALES)('has sentences that can be spoken, whatever the numbers are (%s)', (locale) => {
    for (const state of ['open', 'busy', 'paused', 'archived'] as const)
      for (const minutes of [0, 1, 90, 2_880, -1, Number.NaN, 1e300]) {
        const said = phrasesFor(locale).intake({ state, wasClosed: minutes > 1, extraMinutes: minutes, minutes })
        expect(said).toBe(speakable(said, MAX_SPOKEN))
        expect([...said].length).toBeGreaterThan(0)
        expect([...said].length).toBeLessThanOrEqual(MAX_SPOKEN)
      }
  })
})

describe('a device', () => {
  async function connected(intake: ReadIntake | null = OPEN, head = 0) {
    const machine = createMachine()
    const transport = createScriptedTransport()
    const { bell } = machine.boot(transport)
    const settle = () => machine.clock.advanceAsync(0)
    await bell.start()
    const greet = (told: ReadIntake | null, to: number) => {
      const store = { ...welcomeFrame().store, ...(told !== null && { intake: told }) }
      transport.last().accept()
      transport.last().send(welcomeFrame({ head: to, now: machine.clock.now(), store }))
    }
    greet(intake, head)
    transport.last().send({ op: 'synced', head: 0 })
    await settle()
    const send = async (...frames: Parameters<ReturnType<typeof transport.last>['send']>) => {
      transport.last().send(...frames)
      await settle()
    }
    return { ...machine, bell, transport, settle, greet, send, intake: () => bell.status().store?.intake }
  }
  const entry = (seq: number, told: ReadIntake) => ({ op: 'intake', ...told, seq, cursor: `c${seq}`, at: T0 }) as const

  it('shows and speaks what comes on the log, and acknowledges it', async () => {
    const { send, intake, said, transport, disks } = await connected()
    await send(entry(1, PAUSED))
    expect(intake()).toEqual({ ...PAUSED, seq: 1 })
    expect(said()).toEqual(['门店已暂停接单，三十分钟后恢复'])
    expect(disks.inbox.json()).toMatchObject({ cursor: 'c1', seq: 1, open: [] })
    expect(transport.last().all('ack').at(-1)).toEqual({ op: 'ack', seq: 1 })
    await send(entry(2, OPEN))
    expect(intake()).toEqual({ ...OPEN, seq: 2 })
    expect(said().at(-1)).toBe('门店恢复接单')
  })

  it('takes the latest from welcome, and an older entry of the catch-up for no news', async () => {
    const { send, intake, said } = await connected({ ...OPEN, seq: 2 }, 2)
    await send(entry(1, PAUSED))
    await send(entry(2, OPEN))
    expect(intake()).toEqual({ ...OPEN, seq: 2 })
    expect(said()).toEqual([])
  })

  it('goes on with a server that is too old to tell it', async () => {
    const { bell, intake } = await connected(null)
    expect([bell.status().link, intake()]).toEqual(['connected', undefined])
  })
})
