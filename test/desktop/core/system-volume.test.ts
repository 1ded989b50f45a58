import { describe, expect, it } from 'vitest'
import { LOOK_LIMIT_MS, RAISE_LIMIT_MS } from '../../../desktop/core/announcer/prepare-volume.ts'
import { RAISE_WAIT_MS } from '../../../desktop/core/announcer/speaker.ts'
import { LOOK_AGAIN_MS } from '../../../desktop/core/announcer/volume-watch.ts'
import type { VolumeLevel } from '../../../desktop/core/ports.ts'
import type { Settings } from '../../../desktop/core/settings.ts'
import { A, B, OK, rig, URGE } from './support/announcer-rig.ts'
import { T0 } from './support/frames.ts'

/** A shop whose system has this volume, and does what it is told unless it is `stubborn`. */
function shop(level: VolumeLevel | undefined, settings: Partial<Settings> = {}) {
  const system = {
    level,
    stubborn: false,
    hangs: '' as '' | 'look' | 'raise' | 'throws',
    waits: undefined as Promise<void> | undefined,
    looks: 0,
    raised: [] as number[],
  }
  const never = new Promise<never>(() => {})
  const systemVolume = {
    look() {
      system.looks += 1
      if (system.hangs === 'throws') throw new Error('no bus')
      if (system.waits !== undefined) return system.waits.then(() => system.level)
      return system.hangs === 'look' ? never : Promise.resolve(system.level)
    },
    async raise(volume: number) {
      system.raised.push(volume)
      if (system.hangs === 'raise') return await never
      if (!system.stubborn) system.level = { muted: false, volume }
      return !system.stubborn
    },
  }
  const r = rig({ repeatSeconds: 0, ...settings }, {}, { systemVolume })
  r.voice.mode = 'auto'
  return { ...r, system, speech: () => r.announced.at(-1)?.[1].speech }
}

describe('before something is heard, the system’s volume is looked at', () => {
  it.each([
    [{ muted: true, volume: 0.8 }, 'output_muted'],
    [{ muted: true }, 'output_muted'],
    [{ muted: false, volume: 0 }, 'output_muted'],
    [{ muted: false, volume: 0.1 }, 'output_low'],
    [{ muted: false, volume: 0.3 }, 'ok'],
    [{ muted: false, volume: 1.5 }, 'ok'],
    [{ muted: false }, 'ok'],
    [undefined, 'ok'],
  ] as const)('%j is %s; it is spoken all the same', async (level, outcome) => {
    const { remind, announced, voice, announcer, told, system } = shop(level)
    await remind(A)
    expect(announced).toEqual([['a#1', { ...OK, speech: outcome }]])
    expect([voice.asked.length, system.raised]).toEqual([1, []])
    expect(announcer.trouble()).toEqual(outcome === 'ok' ? {} : { system_volume: outcome })
    // What nobody can have heard is told in full the next time.
    expect(told.has('a')).toBe(outcome === 'ok')
  })

  it('beside chime and words: it delays neither, and one that hangs is given up', async () => {
    const { remind, clock, voice, system, speech, announced } = shop({ muted: true })
    system.hangs = 'look'
    await remind(A)
    expect([voice.asked.length, announced]).toEqual([1, []])
    await clock.advanceAsync(LOOK_LIMIT_MS - 1)
    expect(announced).toEqual([])
    await clock.advanceAsync(1)
    expect(speech()).toBe('ok')
  })

  it('a look that ends while it speaks counts', async () => {
    const { remind, finish, voice, system, speech } = shop({ muted: true })
    voice.mode = 'manual'
    let answer = () => {}
    system.waits = new Promise((resolve) => {
      answer = resolve
    })
    await remind(A)
    expect(voice.current()).toBeDefined()
    answer()
    await finish()
    expect(speech()).toBe('output_muted')
  })

  it('a look that throws is no look', async () => {
    const { remind, speech, system } = shop({ muted: true })
    system.hangs = 'throws'
    await remind(A)
    expect(speech()).toBe('ok')
  })

  it('an engine that fails says so, muted or not; both troubles are told', async () => {
    const { remind, voice, announcer, speech } = shop({ muted: true })
    voice.outcome = 'no_voice'
    await remind(A)
    expect([speech(), announcer.trouble()]).toEqual(['no_voice', { speech: 'no_voice', system_volume: 'output_muted' }])
  })

  it('a device that only rings tells it too; one that only shows does not look', async () => {
    const { remind, set, speech, system } = shop({ muted: true }, { output: 'ring' })
    await remind(A)
    await set({ output: 'show' })
    await remind(B)
    expect([speech(), system.looks]).toEqual(['show_only', 1])
  })

  it('a sound check tells it', async () => {
    const { announcer, clock } = shop({ muted: true })
    const check = announcer.say({ kind: 'check', text: '试音', level: 1 })
    await clock.advanceAsync(0)
    expect(await check).toBe('output_muted')
  })

  it('the trouble ends by itself within 15 s of the hand that turned it up, and nothing runs after a stop', async () => {
    const { remind, announcer, clock, system } = shop({ muted: true })
    await remind(A)
    system.level = undefined
    await clock.advanceAsync(LOOK_AGAIN_MS)
    // Nobody can tell now, so it is as it was.
    expect(announcer.trouble()).toEqual({ system_volume: 'output_muted' })
    system.level = { muted: false, volume: 0.1 }
    await clock.advanceAsync(LOOK_AGAIN_MS)
    expect(announcer.trouble()).toEqual({ system_volume: 'output_low' })
    system.level = { muted: false, volume: 0.8 }
    await clock.advanceAsync(LOOK_AGAIN_MS)
    expect([announcer.trouble(), clock.pending()]).toEqual([{}, 0])
    system.level = { muted: true }
    await remind(URGE)
    announcer.stop()
    expect(clock.pending()).toBe(0)
  })
})

describe('where the owner allows it, the system’s volume is raised to the floor', () => {
  const ALLOWED = { raiseVolume: true, volumeFloor: 0.5 }

  it.each([
    [{ muted: true, volume: 0.8 }, 0.8],
    [{ muted: true, volume: 0.1 }, 0.5],
    [{ muted: true }, 0.5],
    [{ muted: false, volume: 0.4 }, 0.5],
    [{ muted: false, volume: 0 }, 0.5],
  ] as const)(
    '%j becomes %d, before the words, and it rings again: nobody heard the first chime',
    async (level, to) => {
      const { remind, announced, chime, announcer, system } = shop(level, ALLOWED)
      await remind(A)
      expect([system.raised, chime.played.length]).toEqual([[to], 2])
      expect(announced).toEqual([['a#1', OK]])
      expect([announcer.trouble(), announcer.raised()]).toEqual([{}, { to, at: T0 }])
    },
  )

  it.each([
    { muted: false, volume: 0.5 },
    { muted: false, volume: 0.48 },
    { muted: false, volume: 1 },
    { muted: false },
    undefined,
  ])('%j stays as it is', async (level) => {
    const { remind, system, chime, announcer, speech } = shop(level, ALLOWED)
    await remind(A)
    expect([system.raised, chime.played.length, announcer.raised(), speech()]).toEqual([[], 1, undefined, 'ok'])
  })

  it('a system that does not do it is reported', async () => {
    const { remind, system, speech, announcer, chime } = shop({ muted: false, volume: 0.4 }, ALLOWED)
    system.stubborn = true
    await remind(A)
    expect([speech(), announcer.trouble()]).toEqual(['output_low', { system_volume: 'output_low' }])
    expect([announcer.raised(), chime.played.length]).toEqual([undefined, 1])
  })

  it.each(['look', 'raise'] as const)('a %s that hangs delays the words by a second', async (what) => {
    const { remind, system, speech, voice, clock } = shop({ muted: true }, ALLOWED)
    system.hangs = what
    await remind(A)
    await clock.advanceAsync(RAISE_WAIT_MS - 1)
    expect(voice.asked).toEqual([])
    await clock.advanceAsync(1)
    expect(voice.asked).toHaveLength(1)
    await clock.advanceAsync(LOOK_LIMIT_MS + RAISE_LIMIT_MS)
    expect(speech()).toBe(what === 'look' ? 'ok' : 'output_muted')
  })

  it('not for who else has answered, and not while the owner wants silence', async () => {
    const { announcer, clock, remind, set, system } = shop({ muted: true }, ALLOWED)
    const answered = announcer.say({ kind: 'answered', text: '已由厨房处理', level: 1 })
    await clock.advanceAsync(0)
    expect(await answered).toBe('ok')
    await set({ mutedUntil: T0 + 600_000 })
    await remind(A)
    expect([system.raised, system.looks]).toEqual([[], 0])
  })

  it('for the notice that the device is offline as well', async () => {
    const { announcer, clock, system } = shop({ muted: true }, ALLOWED)
    const link = announcer.say({ kind: 'link', text: '断线', level: 2, ring: 'offline' })
    await clock.advanceAsync(0)
    expect([await link, system.raised]).toEqual(['ok', [0.5]])
  })
})
