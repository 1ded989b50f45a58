import { expect, it } from 'vitest'
import { createEveningVoice } from '../../../desktop/core/announcer/evening-voice.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../../desktop/core/settings.ts'
import type { ShopToday } from '../../../shared/api/shop-today.ts'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { seededRandom } from './support/small-ports.ts'

const phrases = phrasesFor('zh-CN')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** The clock’s beginning, a midnight by UTC. */
const T0 = Date.UTC(2026, 0, 1)

/** A device of a shop in UTC, and a server that answers what `shop` holds; `null`: an older server. */
function rig(settings: Partial<Settings> = {}, opens = 10 * HOUR, closes = 22 * HOUR) {
  const clock = createManualClock(T0)
  const said: string[] = []
  const state = {
    inSync: true,
    paid: 0,
    silentSince: null as number | null,
    older: false,
    settings: { ...DEFAULT_SETTINGS, stillOnline: true, ...settings, storeClock: { timeZone: 'UTC', aheadMs: 0 } },
    asked: 0,
  }
  function shop(): ShopToday {
    const time = (clock.now() - T0) % (24 * HOUR)
    const midnight = clock.now() - time
    const open = opens <= time && time < closes
    const changesAt = midnight + (open ? closes : time < opens ? opens : opens + 24 * HOUR)
    return { hours: true, open, changesAt, paid: state.paid, silentSince: state.silentSince }
  }
  const voice = createEveningVoice({
    ...{ clock, random: seededRandom(1), phrases: () => phrases, settings: () => state.settings, serverNow: clock.now },
    inSync: () => state.inSync,
    async ask() {
      state.asked++
      return state.older ? undefined : shop()
    },
    say: ({ text }) => said.push(text),
    changed() {},
  })
  return { clock, said, state, voice }
}

it('says every hour within opening hours, and at no other, that it is still online and how many orders came', async () => {
  const { clock, said, state } = rig()
  await clock.advanceAsync(10 * HOUR + MINUTE)
  expect(said).toEqual([phrases.stillOnline(0)])
  state.paid = 12
  await clock.advanceAsync(HOUR)
  expect(said.slice(1)).toEqual(['仍在线，今天十二单'])
  await clock.advanceAsync(13 * HOUR)
  expect(said).toHaveLength(12)
})

it('is off until somebody wants it', async () => {
  const { clock, said } = rig({ stillOnline: false })
  await clock.advanceAsync(24 * HOUR)
  expect(said).toEqual([])
})

it('is no news at a start in the middle of an hour, nor after an hour that began offline', async () => {
  const { clock, said, state } = rig()
  await clock.advanceAsync(10 * HOUR + 30 * MINUTE)
  said.length = 0
  state.inSync = false
  await clock.advanceAsync(HOUR)
  state.inSync = true
  await clock.advanceAsync(20 * MINUTE)
  expect(said).toEqual([])
  await clock.advanceAsync(11 * MINUTE)
  expect(said).toEqual([phrases.stillOnline(0)])
})

it('tells a shop at its opening, once, that none of its devices has rung since yesterday', async () => {
  const { clock, said, state, voice } = rig({ stillOnline: false })
  state.silentSince = T0 - 24 * HOUR
  await clock.advanceAsync(10 * HOUR - MINUTE)
  expect([said, voice.notHeard()]).toEqual([[], false])
  await clock.advanceAsync(2 * MINUTE)
  expect([said, voice.notHeard()]).toEqual([[phrases.notHeard()], true])
  await clock.advanceAsync(8 * HOUR)
  expect([said.length, voice.notHeard()]).toEqual([1, true])
  await clock.advanceAsync(5 * HOUR)
  expect(voice.notHeard()).toBe(false)
  state.silentSince = T0
  await clock.advanceAsync(12 * HOUR)
  expect(said).toHaveLength(2)
})

it('tells it to a device that is switched on after the opening as well', async () => {
  const { clock, said, state } = rig({ stillOnline: false })
  state.inSync = false
  state.silentSince = T0 - 24 * HOUR
  await clock.advanceAsync(11 * HOUR + 5 * MINUTE)
  state.inSync = true
  await clock.advanceAsync(MINUTE)
  expect(said).toEqual([phrases.notHeard()])
})

it('takes a sound check, and an order that was spoken, for the sound that was missing', async () => {
  const checked = rig({ stillOnline: false, checkedAt: T0 - HOUR })
  checked.state.silentSince = T0 - 24 * HOUR
  await checked.clock.advanceAsync(11 * HOUR)
  expect([checked.said, checked.voice.notHeard()]).toEqual([[], false])
  const { clock, state, voice } = rig()
  state.silentSince = T0 - 24 * HOUR
  await clock.advanceAsync(10 * HOUR + MINUTE)
  voice.heard()
  expect(voice.notHeard()).toBe(false)
})

it('asks a server that does not answer it once an hour, and leaves no timer behind', async () => {
  const { clock, said, state, voice } = rig()
  state.older = true
  await clock.advanceAsync(5 * HOUR)
  expect([said, state.asked <= 6]).toEqual([[], true])
  voice.stop()
  expect(clock.pending()).toBe(0)
})
