import { describe, expect, it } from 'vitest'
import type { SpeechOutcome, Utterance } from '../../../desktop/core/ports.ts'
import type { Rendered } from '../../../desktop/hosts/console/net/speech-requests.ts'
import { createServerVoice } from '../../../desktop/hosts/console/sound/server-voice.ts'
import { phrasesFor } from '../../../shared/phrases/index.ts'

const line = (text: string, more: Partial<Utterance> = {}): Utterance => ({
  ...{ text, locale: 'zh-CN', rate: 1, volume: 0.5 },
  ...more,
})

/** A server that answers when the test lets it, and a player that plays until the test lets it end. */
function rig() {
  const asked: string[] = []
  const answers: ((rendered: Rendered) => void)[] = []
  const played: { bytes: number; volume: number }[] = []
  let end = (_outcome: SpeechOutcome) => {}
  let changes = 0
  const voice = createServerVoice({
    requests: {
      render({ text }) {
        asked.push(text)
        return new Promise((resolve) => answers.push(resolve))
      },
    },
    player: {
      play(file, volume) {
        played.push({ bytes: file.byteLength, volume })
        return new Promise((resolve) => {
          end = resolve
        })
      },
      stop: () => end('stopped'),
    },
    log: { info() {}, warn() {} },
    changed() {
      changes += 1
    },
  })
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  /** Answers the oldest request. */
  async function answer(rendered: Rendered = { ok: true, sound: new ArrayBuffer(8) }): Promise<void> {
    answers.shift()?.(rendered)
    await settle()
  }
  async function finish(outcome: SpeechOutcome = 'ok'): Promise<void> {
    end(outcome)
    await settle()
  }
  return { voice, asked, played, answer, finish, settle, changes: () => changes }
}

const CHINESE = { locale: 'zh-CN', rate: 1 } as const
const OFFLINE = phrasesFor('zh-CN').offline()

const refused = (code: string): Rendered => ({ ok: false, code })

describe('the voice of a browser without one', () => {
  it('plays what the server renders, at the volume of the level', async () => {
    const { voice, asked, played, answer, finish } = rig()
    const said = voice.speak(line('外卖零零四二'))
    await answer()
    expect([asked, played]).toEqual([['外卖零零四二'], [{ bytes: 8, volume: 0.5 }]])
    await finish()
    expect(await said).toBe('ok')
  })

  it('asks ahead for what will be said, and not twice', async () => {
    const { voice, asked, played, answer, finish, settle } = rig()
    voice.prepare(line('一'))
    voice.prepare(line('一', { volume: 1 }))
    await answer()
    expect([asked, played]).toEqual([['一'], []])
    const said = voice.speak(line('一'))
    await settle()
    await finish()
    expect([await said, asked]).toEqual(['ok', ['一']])
    // Said once, it is asked for anew.
    void voice.speak(line('一'))
    expect(asked).toEqual(['一', '一'])
  })

  it('forgets what was asked ahead and never said, the oldest first', () => {
    const { voice, asked } = rig()
    for (const text of ['一', '二', '三', '四', '五']) voice.prepare(line(text))
    for (const text of ['五', '一']) voice.prepare(line(text))
    expect(asked).toEqual(['一', '二', '三', '四', '五', '一'])
  })

  it('falls silent at once, whether it waits for the server or plays', async () => {
    const { voice, played, answer, settle } = rig()
    const waiting = voice.speak(line('一'))
    voice.stop()
    expect(await waiting).toBe('stopped')
    await answer()
    expect(played).toEqual([])
    const playing = voice.speak(line('二'))
    await answer()
    expect(played).toHaveLength(1)
    voice.stop()
    await settle()
    expect(await playing).toBe('stopped')
  })

  it.each([
    ['speech_off', 'no_voice', 'silent'],
    ['speech_unavailable', 'no_voice', 'silent'],
    ['unreachable', 'no_voice', 'silent'],
    ['unauthenticated', 'no_voice', 'silent'],
    ['route_unknown', 'no_voice', 'silent'],
    ['speech_busy', 'failed', 'unknown'],
    ['speech_failed', 'failed', 'unknown'],
    ['rate_limited', 'failed', 'unknown'],
  ] as const)('refused with %s, says %s', async (code, outcome, state) => {
    const { voice, answer } = rig()
    const said = voice.speak(line('一'))
    await answer(refused(code))
    expect([await said, voice.state('zh-CN')]).toEqual([outcome, state])
  })
})

describe('whether the server speaks', () => {
  it('is found out once for each language, and told when it changes', async () => {
    const { voice, asked, answer, changes } = rig()
    const came: string[] = []
    voice.onVoice((locale) => came.push(locale))
    expect(voice.state('zh-CN')).toBe('unknown')
    voice.look(CHINESE)
    voice.look(CHINESE)
    expect([asked.length, voice.state('zh-CN'), voice.state('en')]).toEqual([1, 'looking', 'unknown'])
    await answer()
    voice.look(CHINESE)
    expect([asked.length, voice.state('zh-CN'), changes(), came]).toEqual([1, 'speaks', 1, ['zh-CN']])
  })

  it('is found out anew after a doubt where it did not, and what it can say then is reported', async () => {
    const { voice, asked, answer } = rig()
    const came: string[] = []
    voice.onVoice((locale) => came.push(locale))
    voice.look(CHINESE)
    await answer(refused('speech_unavailable'))
    voice.look(CHINESE)
    expect([asked.length, voice.state('zh-CN'), came]).toEqual([1, 'silent', []])
    voice.doubt()
    voice.look(CHINESE)
    // What is known stands until there is an answer.
    expect([asked.length, voice.state('zh-CN')]).toEqual([2, 'silent'])
    await answer()
    expect([voice.state('zh-CN'), came]).toEqual(['speaks', ['zh-CN']])
    voice.doubt()
    voice.look(CHINESE)
    expect(asked).toHaveLength(2)
  })

  it('stays unknown while the server is too busy to tell, and is not asked for again before a doubt', async () => {
    const { voice, asked, answer } = rig()
    voice.look(CHINESE)
    await answer(refused('speech_busy'))
    voice.look(CHINESE)
    expect([voice.state('zh-CN'), asked.length]).toEqual(['unknown', 1])
    const said = voice.speak(line('一'))
    await answer()
    voice.stop()
    expect([await said, voice.state('zh-CN')]).toEqual(['stopped', 'speaks'])
  })

  it('is found out by the sentence that is needed when the server is away, and it is kept, at the speed of the settings', async () => {
    const { voice, asked, played, answer, finish, settle } = rig()
    voice.look(CHINESE)
    await answer()
    voice.look({ ...CHINESE, rate: 1.2 })
    await answer()
    expect(asked).toEqual([OFFLINE, OFFLINE])
    for (const time of [1, 2]) {
      voice.prepare(line(OFFLINE, { rate: 1.2 }))
      const said = voice.speak(line(OFFLINE, { rate: 1.2 }))
      await settle()
      await finish()
      expect([await said, played.length, asked.length]).toEqual(['ok', time, 2])
    }
  })

  it('is forgotten with the server', async () => {
    const { voice, asked, answer } = rig()
    voice.look(CHINESE)
    await answer()
    voice.forget()
    expect(voice.state('zh-CN')).toBe('unknown')
    voice.look(CHINESE)
    expect(asked).toHaveLength(2)
  })
})
