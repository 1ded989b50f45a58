import { describe, expect, it } from 'vitest'
import { speechLimitMs } from '../../../desktop/core/announcer/speaker.ts'
import { chimeVolumeAt } from '../../../desktop/core/announcer/volume-policy.ts'
import { espeakPace } from '../../../shared/phrases/reading/pace.ts'
import { A, B, C, CANCEL, OK, phrases, rig, URGE } from './support/announcer-rig.ts'
import { reminderFrame, T0 } from './support/frames.ts'

describe('an announcement', () => {
  it('rings, then speaks, and shows both at once; announced after the sound', async () => {
    const { chime, voice, notifier, dialog, remind, announced, finish, said } = rig()
    await remind(A)
    expect(chime.played).toEqual([{ kind: 'new_order', level: 1, volume: chimeVolumeAt(1, 1) }])
    expect([said(), announced]).toEqual([[phrases.reminder(A, T0)], []])
    expect([notifier.history, dialog.history]).toEqual([['a#1'], ['a#1']])
    expect(voice.asked[0]).toMatchObject({ locale: 'zh-CN', rate: 1, volume: 1 })
    await finish()
    expect(announced).toEqual([['a#1', OK]])
  })

  it('I8: is made once, however often it is looked at', async () => {
    const { remind, look, finish, announced, said, dialog } = rig()
    await remind(A)
    await look()
    await finish()
    await look()
    await remind(A)
    expect([said().length, announced.length, dialog.history]).toEqual([1, 1, ['a#1']])
  })

  it('is told to the voice before its chime has ended, so that words can be got ready', async () => {
    const { voice, chime, remind } = rig()
    chime.outcome = 'never'
    await remind(A)
    expect([voice.asked, voice.prepared.map(({ text }) => text)]).toEqual([[], [phrases.reminder(A, T0)]])
  })

  it('is not told to the voice at a device that only rings', async () => {
    const { voice, remind } = rig({ output: 'ring' })
    await remind(A)
    expect([voice.asked, voice.prepared]).toEqual([[], []])
  })

  it('what waits for the voice is on the screen already', async () => {
    const { remind, dialog, said } = rig()
    await remind(A, B)
    expect([dialog.history, said().length]).toEqual([['a#1', 'b#1'], 1])
  })

  it('shows and notifies all that is spoken, also the warnings for which the first sentence has no time', async () => {
    const { dialog, remind, finish, said, voice } = rig()
    const remarks = [
      '对花生过敏',
      '对海鲜过敏',
      '对牛奶过敏',
      '对芒果过敏',
      '对鸡蛋过敏',
      '对大豆过敏',
      '对芝麻过敏',
      '对小麦过敏',
    ]
    const { order } = A
    await remind({ ...A, order: { ...order, remark: remarks.map((text) => `${text}，千万不要放`).join('。') } })
    const alert = dialog.standing.get('a')
    while (voice.current() !== undefined) await finish()
    expect(said().length).toBeGreaterThan(1)
    for (const text of said()) expect(alert?.text).toContain(text)
  })

  it('is spoken by the voice that was chosen for its language, or by the host’s choice', async () => {
    const { voice, remind, finish, set } = rig({ voice: { 'zh-CN': 'Meijia', en: 'Samantha' } })
    await remind(A)
    await finish()
    await set({ locale: 'en', voice: { 'zh-CN': 'Meijia', en: null } })
    await remind(B)
    expect(voice.asked.map((one) => one.voice)).toEqual(['Meijia', undefined])
  })

  it('no part depends on another: each refusal is that part’s outcome', async () => {
    const { voice, notifier, dialog, chime, remind, announced, announcer } = rig()
    voice.mode = 'auto'
    voice.outcome = 'no_voice'
    chime.outcome = 'no_audio_device'
    notifier.outcome = 'focus_assist'
    dialog.outcome = 'throws'
    await remind(A)
    expect(announced).toEqual([['a#1', { speech: 'no_voice', notification: 'focus_assist', dialog: 'failed' }]])
    expect(announcer.trouble()).toEqual({
      speech: 'no_voice',
      chime: 'no_audio_device',
      notification: 'focus_assist',
      dialog: 'failed',
    })
  })

  it('trouble is forgotten when the part works again', async () => {
    const { voice, remind, announcer } = rig()
    voice.mode = 'auto'
    voice.outcome = 'no_voice'
    await remind(A)
    voice.outcome = 'ok'
    await remind(B)
    expect(announcer.trouble()).toEqual({})
  })

  it('a word that the protocol does not allow becomes failed', async () => {
    const { voice, notifier, remind, announced, finish } = rig()
    notifier.outcome = 'Nicht erlaubt!'
    await remind(A)
    await finish()
    expect([announced[0]?.[1].notification, voice.asked.length]).toEqual(['failed', 1])
  })

  it('every engine that never returns is bounded, and the next in line is served', async () => {
    const { clock, voice, chime, notifier, dialog, remind, announced, said } = rig()
    voice.mode = 'dead'
    chime.outcome = 'never'
    notifier.outcome = 'never'
    dialog.outcome = 'never'
    await remind(A)
    await clock.advanceAsync(5_000 + speechLimitMs(phrases.reminder(A, T0), 1))
    expect(announced).toEqual([['a#1', { speech: 'timeout', notification: 'timeout', dialog: 'timeout' }]])
    expect(voice.stops).toBe(1)
    voice.mode = 'auto'
    chime.outcome = 'ok'
    await remind(B)
    expect(said()).toHaveLength(2)
  })

  it('a voice that throws is an outcome, not a crash', async () => {
    const { voice, remind, announced } = rig()
    voice.mode = 'broken'
    await remind(A)
    expect(announced[0]?.[1].speech).toBe('failed')
  })

  it('with the chime turned off, it rings all the same when nothing could be said', async () => {
    const { voice, chime, remind } = rig({ chime: false })
    voice.mode = 'auto'
    await remind(A)
    expect(chime.played).toEqual([])
    voice.outcome = 'no_engine'
    await remind(B)
    expect(chime.played).toHaveLength(1)
  })

  it('is louder at each level', async () => {
    const { voice, remind } = rig({ volume: 0.4 })
    voice.mode = 'auto'
    await remind(A)
    await remind(reminderFrame({ seq: 2, id: 'b', level: 2 }))
    await remind(reminderFrame({ seq: 3, id: 'c', level: 3 }))
    expect(voice.asked.map((u) => u.volume)).toEqual([0.4, 0.7, 1])
  })
})

describe('the order of announcements', () => {
  it('urges and cancellations before new orders, the louder and the older first, decided as late as possible', async () => {
    const { remind, finish, announced } = rig()
    await remind(A)
    await remind(reminderFrame({ seq: 7, id: 'plain' }), reminderFrame({ seq: 8, id: 'loud', level: 2 }))
    await finish()
    await remind(CANCEL, URGE)
    for (let turn = 0; turn < 4; turn++) await finish()
    expect(announced.map(([key]) => key)).toEqual(['a#1', 'loud#1', 'x#1', 'u#1', 'plain#1'])
  })

  it('from three on, one sentence counts them, and each has its own outcome', async () => {
    const { remind, finish, said, announced } = rig()
    await remind(URGE)
    await remind(A, B, C)
    await finish()
    expect(said().at(-1)).toBe('共三单未接，最早不到一分钟')
    await finish()
    expect(announced).toEqual([['u#1', OK], ...['a#1', 'b#1', 'c#1'].map((key) => [key, { ...OK, words: 'counted' }])])
  })

  it('one that is counted and then told alone says so of each', async () => {
    const { remind, finish, announced, close } = rig()
    await remind(URGE)
    await remind(A, B, C)
    await finish()
    await finish()
    await close('b', 'c')
    await remind({ ...A, n: 2 })
    await finish()
    expect(announced.filter(([key]) => key.startsWith('a'))).toEqual([
      ['a#1', { ...OK, words: 'counted' }],
      ['a#2', OK],
    ])
  })

  it('where no voice said the sentence that counts them, nobody was counted', async () => {
    const { remind, finish, announced, set } = rig()
    await remind(URGE)
    await remind(A, B, C)
    await finish()
    await finish('no_voice')
    await set({ output: 'show' })
    await remind(...[A, B, C].map((one) => ({ ...one, n: 2 })))
    expect(announced.slice(1).map(([key, { speech, words }]) => [key, speech, words])).toEqual([
      ...['a#1', 'b#1', 'c#1'].map((key) => [key, 'no_voice', undefined]),
      ...['a#2', 'b#2', 'c#2'].map((key) => [key, 'show_only', undefined]),
    ])
  })

  it('two are told one by one', async () => {
    const { remind, finish, said } = rig()
    await remind(A, B)
    await finish()
    await finish()
    expect(said()).toEqual([phrases.reminder(A, T0), phrases.reminder(B, T0)])
  })

  it('a device message about the link goes before, one about somebody’s answer after; a newer one of a kind replaces', async () => {
    const { announcer, remind, finish, said } = rig()
    await remind(A)
    const first = announcer.say({ kind: 'link', text: '断网', level: 2 })
    void announcer.say({ kind: 'answered', text: '已处理', level: 1 })
    void announcer.say({ kind: 'link', text: '恢复', level: 1 })
    await remind(B)
    for (let i = 0; i < 4; i++) await finish()
    expect(said()).toEqual([phrases.reminder(A, T0), '恢复', phrases.reminder(B, T0), '已处理'])
    expect(await first).toBe('superseded')
  })
})

describe('the first telling', () => {
  const ALLERGIC = { ...A.order, remark: '对花生过敏' }

  it('is the full one at whatever n: what decides is what this device has told', async () => {
    const { voice, clock, remind, said } = rig()
    voice.mode = 'auto'
    await clock.advanceAsync(3 * 60_000)
    const paid = { ...ALLERGIC, createdAt: T0, paidAt: T0 }
    await remind(reminderFrame({ seq: 1, id: 'a', n: 4, level: 2, order: paid }))
    expect(said().at(-1)).toMatch(/零零零幺，已等待三分钟，注意对花生过敏，.*红烧肉/)
    await remind(reminderFrame({ seq: 2, id: 'a', n: 5, level: 2, order: paid }))
    expect(said().at(-1)).toBe('零零零幺，三分钟未接单')
  })

  it.each(['no_voice', 'no_audio_device', 'timeout', 'failed'] as const)(
    'after %s is still to come',
    async (outcome) => {
      const { voice, remind, said } = rig()
      voice.mode = 'auto'
      voice.outcome = outcome
      await remind(reminderFrame({ seq: 1, id: 'a', order: ALLERGIC }))
      voice.outcome = 'ok'
      await remind(reminderFrame({ seq: 2, id: 'a', n: 2, order: ALLERGIC }))
      expect(said().at(-1)).toMatch(/注意：?对花生过敏，.*红烧肉/)
    },
  )

  it('comes with the voice, however late: of what is open and was not told', async () => {
    const listeners: ((locale: 'zh-CN' | 'en') => void)[] = []
    const late = rig({}, { onVoice: (listener) => void listeners.push(listener) })
    late.voice.mode = 'auto'
    late.voice.outcome = 'no_voice'
    await late.remind(reminderFrame({ seq: 1, id: 'a', order: ALLERGIC }), B)
    await late.close('b')
    late.voice.outcome = 'ok'
    const before = late.said().length
    for (const listener of listeners) listener('en')
    await late.look()
    expect(late.said()).toHaveLength(before)
    for (const listener of listeners) listener('zh-CN')
    await late.look()
    expect(late.said().slice(before)).toEqual([expect.stringMatching(/注意：?对花生过敏，.*红烧肉/)])
    for (const listener of listeners) listener('zh-CN')
    await late.look()
    expect(late.said()).toHaveLength(before + 1)
  })

  it('is still to come after a mute, and after an order was only counted', async () => {
    const { voice, remind, said, set } = rig({ mutedUntil: T0 + 600_000 })
    voice.mode = 'auto'
    await remind(A)
    await set({ mutedUntil: null })
    await remind(reminderFrame({ seq: 11, id: 'a', n: 2 }))
    expect(said().at(-1)).toContain('红烧肉')
    voice.mode = 'manual'
  })
})

describe('one sentence about several', () => {
  const warns = (seq: number, remark: string, level: 1 | 3 = 1) => {
    const frame = reminderFrame({ seq, id: `w${seq}`, level })
    return { ...frame, order: { ...frame.order, remark } }
  }

  it('says how many wait in all, the oldest’s age, each warning and, at level 3, what to do', async () => {
    const { clock, remind, finish, said } = rig()
    await clock.advanceAsync(8 * 60_000)
    await remind(URGE)
    await remind(A, B, warns(3, '多给餐具', 3), warns(4, '对花生过敏'))
    await finish()
    expect(said().at(-1)).toBe('共四单未接，最早八分钟，请尽快接单，零零零四，注意对花生过敏')
  })

  it('counts those that were told before, too', async () => {
    const { remind, finish, said } = rig()
    await remind(A)
    await finish()
    await remind(URGE)
    await remind(B, C, warns(4, ''))
    await finish()
    expect(said().at(-1)).toContain('共四单未接')
  })

  it('leaves no warning out: what is too much for one sentence is told in the next', async () => {
    const { voice, remind, finish, said } = rig()
    await remind(URGE)
    const warnings = ['对花生过敏', '海鲜过敏', '不要香菜', '别放辣', '清真']
    await remind(...warnings.map((text, at) => warns(at + 1, text)), C)
    for (let turn = 0; turn < 6; turn++) await finish()
    expect(voice.current()).toBeUndefined()
    for (const text of warnings) expect(said().join()).toContain(text)
    for (const text of said()) expect(espeakPace(text)).toBeLessThanOrEqual(12)
  })

  it('names each cancelled order', async () => {
    const { remind, finish, said } = rig()
    await remind(A)
    await remind(...[1, 2, 3, 4, 5].map((seq) => reminderFrame({ seq, id: `x${seq}`, type: 3 })))
    for (let turn = 0; turn < 4; turn++) await finish()
    expect(said()[1]).toBe('订单取消：零零零幺、零零零二、零零零三、零零零四，请停止制作')
    expect(said()[2]).toBe('订单取消，尾号零零零五，请停止制作')
  })
})

describe('what changes meanwhile', () => {
  it('I9: closed in mid-speech: silence, off the screen, and the outcome says so', async () => {
    const { voice, dialog, notifier, remind, close, announced } = rig()
    await remind(A)
    await close('a')
    expect([voice.stops, voice.current()]).toEqual([1, undefined])
    expect([dialog.standing.size, notifier.standing.size]).toEqual([0, 0])
    expect(announced).toEqual([['a#1', { ...OK, speech: 'closed' }]])
  })

  it('I9: closed before its turn: neither spoken nor announced', async () => {
    const { remind, close, finish, said, announced } = rig()
    await remind(A, B)
    await close('b')
    await finish()
    expect([said().length, announced.map(([key]) => key)]).toEqual([1, ['a#1']])
  })

  it('I9: closed during the chime: not a word', async () => {
    const { clock, chime, remind, close, said, announced } = rig()
    chime.outcome = 'never'
    await remind(A)
    await close('a')
    await clock.advanceAsync(5_000)
    expect([said(), announced[0]?.[1].speech]).toEqual([[], 'closed'])
  })

  it('one sentence for several goes on while one of them is open', async () => {
    const { voice, remind, finish, close, announced } = rig()
    await remind(URGE)
    await remind(A, B, C)
    await finish()
    await close('a', 'b')
    expect(voice.stops).toBe(0)
    await close('c')
    expect(voice.stops).toBe(1)
    expect(announced.map(([key, o]) => [key, o.speech])).toEqual([
      ['u#1', 'ok'],
      ['a#1', 'closed'],
      ['b#1', 'closed'],
      ['c#1', 'closed'],
    ])
  })

  it('answered here: silent at once and off the screen; before its turn it stays unannounced and may come back', async () => {
    const { remind, answer, answered, look, voice, dialog, announced, said } = rig()
    await remind(A, B)
    await answer('b')
    await answer('a')
    expect([voice.stops, dialog.standing.size]).toEqual([1, 0])
    expect(announced).toEqual([['a#1', { ...OK, speech: 'answered' }]])
    answered.delete('b')
    await look()
    expect([said().at(-1), [...dialog.standing.keys()]]).toEqual([phrases.reminder(B, T0), ['b']])
  })

  it('repeated before its turn: only the higher n is announced', async () => {
    const { remind, finish, announced } = rig()
    await remind(A, B)
    await remind(reminderFrame({ seq: 20, id: 'b', n: 2 }))
    await finish()
    await finish()
    expect(announced.map(([key]) => key)).toEqual(['a#1', 'b#2'])
  })

  it('I8: repeated in mid-speech: both are announced, one after the other', async () => {
    const { remind, finish, announced } = rig()
    await remind(A)
    await remind(reminderFrame({ seq: 20, id: 'a', n: 2 }))
    await finish()
    await finish()
    expect(announced.map(([key]) => key)).toEqual(['a#1', 'a#2'])
  })

  it('stop: silence at once, and what was not heard to its end stays unannounced', async () => {
    const { announcer, clock, voice, remind, look, announced, said } = rig()
    await remind(A, B)
    const check = announcer.say({ kind: 'check', text: '测试', level: 1 })
    announcer.stop()
    await look()
    expect([voice.stops, announced, said().length, await check]).toEqual([1, [], 1, 'stopped'])
    expect(clock.pending()).toBe(0)
  })
})
