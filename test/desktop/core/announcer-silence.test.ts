import { describe, expect, it } from 'vitest'
import { A, B, CANCEL, OK, rig, URGE } from './support/announcer-rig.ts'
import { reminderFrame, T0 } from './support/frames.ts'

describe('silence that a human asked for', () => {
  const MUTED = { mutedUntil: T0 + 600_000 }

  it('muted: shown and counted as announced, not heard', async () => {
    const { chime, dialog, notifier, remind, announced, said } = rig(MUTED)
    await remind(A)
    expect([said(), chime.played]).toEqual([[], []])
    expect([dialog.history, notifier.history]).toEqual([['a#1'], ['a#1']])
    expect(announced).toEqual([['a#1', { ...OK, speech: 'muted' }]])
  })

  it.each([
    ['muted', MUTED],
    ['quiet hours', { quietHours: { from: '00:00', to: '23:59' } }],
    ['the kind turned off', { speech: { new_order: false, urge: false, cancel: false } }],
  ])('%s: what nobody has answered for five minutes (level 3) is heard all the same', async (_, settings) => {
    const { remind, said, finish, announced } = rig(settings)
    await remind(reminderFrame({ seq: 1, id: 'a', level: 2, n: 4 }))
    expect(said()).toEqual([])
    await remind(reminderFrame({ seq: 2, id: 'a', level: 3, n: 5 }))
    expect(said()).toHaveLength(1)
    await finish()
    expect(announced.map(([, o]) => o.speech)[1]).toBe('ok')
  })

  it('muting in mid-speech stops the voice, and what waits is not begun', async () => {
    const { remind, set, voice, announced } = rig()
    await remind(A, B)
    await set(MUTED)
    expect([voice.stops, voice.asked.length]).toEqual([1, 1])
    expect(announced.map(([, o]) => o.speech)).toEqual(['muted', 'muted'])
  })

  it('ends by itself', async () => {
    const { clock, remind, said } = rig(MUTED)
    await clock.advanceAsync(600_000)
    await remind(A)
    expect(said()).toHaveLength(1)
  })

  it('a kind that is turned off is shown', async () => {
    const { voice, remind, announced } = rig({ speech: { new_order: true, urge: false, cancel: true } })
    voice.mode = 'auto'
    await remind(URGE, CANCEL)
    expect(announced.map(([key, o]) => [key, o.speech])).toEqual([
      ['u#1', 'speech_off'],
      ['x#1', 'ok'],
    ])
  })

  it('the sound check is heard, and who else answered is not', async () => {
    const { announcer, clock, finish, said } = rig(MUTED)
    const answered = announcer.say({ kind: 'answered', text: '已处理', level: 1 })
    const check = announcer.say({ kind: 'check', text: '测试', level: 1 })
    await clock.advanceAsync(0)
    await finish()
    expect([await check, await answered, said()]).toEqual(['ok', 'muted', ['测试']])
  })
})

describe('what a device was chosen for', () => {
  const loudest = reminderFrame({ seq: 1, level: 3 })

  it('ring: it rings at every level, without words, and not for what others have answered; a sound check speaks', async () => {
    const { remind, announced, voice, chime, announcer, look, told } = rig({ output: 'ring', chime: false })
    await remind(loudest)
    expect(announced).toMatchObject([['r1#1', { speech: 'ring_only', dialog: 'ok' }]])
    expect(told.has('r1')).toBe(false)
    expect(await announcer.say({ kind: 'answered', text: '已处理', level: 1 })).toBe('speech_off')
    expect(await announcer.say({ kind: 'link', text: '断线', level: 2, ring: 'offline' })).toBe('ring_only')
    expect(chime.played.map(({ kind }) => kind)).toEqual(['new_order', 'offline'])
    expect([voice.asked, announcer.trouble()]).toEqual([[], {}])
    const check = announcer.say({ kind: 'check', text: '试音', level: 1 })
    await look()
    expect(voice.current()).toBe('试音')
    voice.finish()
    expect(await check).toBe('ok')
  })

  it('show: it shows in silence, at the loudest level too, and says nothing of the link', async () => {
    const { remind, announced, voice, chime, announcer } = rig({ output: 'show' })
    await remind(loudest)
    expect(announced).toMatchObject([['r1#1', { speech: 'show_only', dialog: 'ok' }]])
    expect(await announcer.say({ kind: 'link', text: '断线', level: 2 })).toBe('show_only')
    expect([voice.asked, chime.played, announcer.trouble()]).toEqual([[], [], {}])
  })
})

describe('the sentences of a quiet shop', () => {
  const ONLINE = { kind: 'still_online', text: '仍在线，今天十二单', level: 1 } as const

  it('are spoken when nothing else is to be said', async () => {
    const { announcer, look, said, finish } = rig()
    const outcome = announcer.say(ONLINE)
    await look()
    expect(said()).toEqual([ONLINE.text])
    await finish()
    expect(await outcome).toBe('ok')
  })

  it('are broken off by an order, which is told at once, and not said again', async () => {
    const { announcer, look, remind, said, finish, voice } = rig()
    const outcome = announcer.say(ONLINE)
    await look()
    await remind(A)
    expect([voice.stops, await outcome]).toEqual([1, 'superseded'])
    expect(said()).toHaveLength(2)
    await finish()
    expect(said()).toHaveLength(2)
  })

  it('are broken off by news of the link', async () => {
    const { announcer, look, said, voice } = rig()
    const outcome = announcer.say(ONLINE)
    await look()
    void announcer.say({ kind: 'link', text: '网络已断开', level: 2 })
    await look()
    expect([voice.stops, await outcome, said().at(-1)]).toEqual([1, 'superseded', '网络已断开'])
  })

  it('are left out while an order waits, spoken or not', async () => {
    const { announcer, look, remind, finish, said } = rig()
    await remind(A)
    const outcome = announcer.say(ONLINE)
    await finish()
    await look()
    expect([await outcome, said()]).toEqual(['superseded', [expect.stringContaining('')]])
  })

  it.each([
    ['muted', { mutedUntil: T0 + 600_000 }, 'muted'],
    ['quiet hours', { quietHours: { from: '00:00', to: '23:59' } }, 'muted'],
    ['a device that only rings', { output: 'ring' as const }, 'speech_off'],
    ['a device that only shows', { output: 'show' as const }, 'speech_off'],
  ])('%s: nothing is heard of them', async (_, settings, why) => {
    const { announcer, look, said, chime } = rig(settings)
    const outcome = announcer.say(ONLINE)
    await look()
    expect([await outcome, said(), chime.played]).toEqual([why, [], []])
  })
})
