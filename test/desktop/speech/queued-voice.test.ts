import { describe, expect, onTestFinished, test } from 'vitest'
import type { SpeechOutcome } from '../../../desktop/core/ports.ts'
import { createVoice } from '../../../desktop/speech/create-voice.ts'
import type { SpeechEngine, SpeechResult } from '../../../desktop/speech/engine.ts'
import { createQueuedVoice, speakingLimitMs } from '../../../desktop/speech/queued-voice.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { bystander, fixture, isAlive, type LogEntry, standInLog, untilGone, utterance } from './rig.ts'

/** The real voice, its real queue and real child processes; only espeak-ng itself is a stand-in. */
function withStandIn(env: NodeJS.ProcessEnv = {}, program = fixture('fake-engine.mjs')) {
  const log = standInLog(env)
  const clock = createManualClock()
  const troubles: string[] = []
  const voice = createVoice({
    platform: 'linux',
    clock,
    program,
    env: log.env,
    report: (outcome, detail) => troubles.push(`${outcome}: ${detail}`),
  })
  onTestFinished(() => voice.close())
  return { voice, clock, log, troubles }
}

const begun = (text: string) => (entry: LogEntry) => entry.stdin === text

describe('one voice', () => {
  test('utterances are spoken in order and one at a time', async () => {
    const { voice, clock, log } = withStandIn()
    const texts = ['一', '二', '三', '四']
    const outcomes = await Promise.all(texts.map((text) => voice.speak(utterance(text))))
    expect(outcomes).toEqual(['ok', 'ok', 'ok', 'ok'])
    expect(log.entries().map((entry) => entry.stdin ?? `end ${entry.ended}`)).toEqual(
      texts.flatMap((text) => [text, `end ${text}`]),
    )
    expect(clock.pending()).toBe(0)
  })

  test('the text is on stdin and never in argv', async () => {
    const { voice, log } = withStandIn()
    await voice.speak(utterance('--您好', { rate: 1.5, volume: 0.5 }))
    expect(log.entries()[0]).toMatchObject({
      argv: ['-v', 'cmn-latn-pinyin', '-s', '300', '-a', '75', '-b', '1', '--stdin'],
    })
    expect(log.entries()[0]?.stdin).toBe('您好')
  })

  test('stop silences our child and nobody else, and what waits is forgotten', async () => {
    const other = bystander()
    const { voice, log } = withStandIn({ FAKE_HANG: '挂' })
    const speaking = voice.speak(utterance('挂住 KFC 套餐'))
    const waiting = [voice.speak(utterance('二')), voice.speak(utterance('三'))]
    const { pid } = await log.until(begun('挂住'))

    voice.stop()

    expect(await Promise.all([speaking, ...waiting])).toEqual(['stopped', 'stopped', 'stopped'])
    await untilGone(pid)
    expect(isAlive(other)).toBe(true)
    expect(await voice.speak(utterance('四'))).toBe('ok')
    expect(log.entries().filter((entry) => entry.stdin !== undefined)).toHaveLength(2)
  })

  test('what is asked for after a stop is spoken, and stop with nothing to stop is harmless', async () => {
    const { voice, log } = withStandIn({ FAKE_HANG: '挂' })
    voice.stop()
    const first = voice.speak(utterance('挂住'))
    await log.until(begun('挂住'))
    voice.stop()
    const second = voice.speak(utterance('您好'))
    voice.stop()
    const third = voice.speak(utterance('再见'))
    expect(await Promise.all([first, second, third])).toEqual(['stopped', 'stopped', 'ok'])
    voice.stop()
  })

  test('an utterance that outlasts its limit is a timeout, its child is killed, the next one is spoken', async () => {
    const { voice, clock, log, troubles } = withStandIn({ FAKE_HANG: '挂' })
    const first = voice.speak(utterance('挂住'))
    const second = voice.speak(utterance('您好'))
    const { pid } = await log.until(begun('挂住'))

    clock.advance(speakingLimitMs('挂住', 1) - 1)
    expect(isAlive(pid)).toBe(true)
    clock.advance(1)

    expect(await first).toBe('timeout')
    await untilGone(pid)
    expect(await second).toBe('ok')
    expect(troubles).toEqual(['timeout: '])
    expect(clock.pending()).toBe(0)
  })

  test('limits grow with the text, its digits and slow speech, and end', () => {
    expect(speakingLimitMs('您好', 1)).toBe(5_700)
    expect(speakingLimitMs('12', 1)).toBe(6_400)
    expect(speakingLimitMs('您好', 2)).toBe(5_700)
    expect(speakingLimitMs('您好', 0.5)).toBe(11_400)
    expect(speakingLimitMs('长'.repeat(1_000), 1)).toBe(60_000)
    expect(speakingLimitMs('长'.repeat(1_000), 0.5)).toBe(120_000)
  })

  test('a missing engine is no_engine, every time, and throws nothing', async () => {
    const { voice, troubles } = withStandIn({}, '/nonexistent/espeak-ng')
    expect(await voice.speak(utterance('您好'))).toBe('no_engine')
    expect(await voice.speak(utterance('KFC 套餐'))).toBe('no_engine')
    expect(troubles).toEqual(['no_engine: ENOENT', 'no_engine: ENOENT'])
  })

  test('an engine that may not be started has failed', async () => {
    const { voice, troubles } = withStandIn({}, fixture(''))
    expect(await voice.speak(utterance('您好'))).toBe('failed')
    expect(troubles).toEqual(['failed: EACCES'])
  })

  test.each([
    [
      'ALSA lib confmisc.c:855:(parse_card) cannot find card\nerror: No such file or directory\n',
      '0',
      'no_audio_device',
    ],
    ['ALSA lib pcm.c:8570:(snd_pcm_recover) underrun occurred\n', '0', 'ok'],
    ['Error: The specified espeak-ng voice does not exist.\n', '1', 'no_voice'],
    ["Can't read dictionary file: '/usr/share/espeak-ng-data/cmn_dict'\n", '0', 'no_voice'],
    ['something else\n', '3', 'failed'],
  ])('what espeak-ng says on stderr decides: %j with exit code %s is %s', async (stderr, code, outcome) => {
    const { voice } = withStandIn({ FAKE_STDERR: stderr, FAKE_EXIT: code })
    expect(await voice.speak(utterance('您好'))).toBe(outcome)
  })

  test('close ends everything, and later utterances are stopped', async () => {
    const { voice, log } = withStandIn({ FAKE_HANG: '挂' })
    const speaking = voice.speak(utterance('挂住'))
    const { pid } = await log.until(begun('挂住'))
    voice.close()
    expect(await speaking).toBe('stopped')
    expect(await voice.speak(utterance('您好'))).toBe('stopped')
    await untilGone(pid)
  })
})

describe('whatever an engine does', () => {
  const never = new Promise<SpeechResult>(() => {})
  const list: SpeechEngine['list'] = () => ({ voices: Promise.resolve([]), abandon: () => {} })

  function withEngine(say: SpeechEngine['say']) {
    const clock = createManualClock()
    const voice = createQueuedVoice({ clock, engine: { say, list, warm: () => {}, close: () => {} } })
    return { clock, voice }
  }

  test('one that never begins is given up after 15 s', async () => {
    const { voice, clock } = withEngine(() => ({ result: never, silence: () => {} }))
    const speaking = voice.speak(utterance('您好'))
    clock.advance(14_999)
    let outcome: SpeechOutcome | undefined
    void speaking.then((o) => {
      outcome = o
    })
    await clock.advanceAsync(0)
    expect(outcome).toBeUndefined()
    clock.advance(1)
    expect(await speaking).toBe('timeout')
  })

  test('the next one waits until a silenced one is gone, but not for ever', async () => {
    const said: string[] = []
    const { voice, clock } = withEngine(({ text }, began) => {
      said.push(text)
      began()
      return { result: text === '二' ? Promise.resolve({ outcome: 'ok' }) : never, silence: () => {} }
    })
    const first = voice.speak(utterance('一'))
    voice.stop()
    expect(await first).toBe('stopped')
    const second = voice.speak(utterance('二'))
    await clock.advanceAsync(1_999)
    expect(said).toEqual(['一'])
    await clock.advanceAsync(1)
    expect(await second).toBe('ok')
  })

  test('one that throws fails its utterance only', async () => {
    const { voice, clock } = withEngine(({ text }) => {
      if (text === '一') throw new Error('engine')
      return { result: Promise.resolve({ outcome: 'ok' }), silence: () => {} }
    })
    expect(await Promise.all([voice.speak(utterance('一')), voice.speak(utterance('二'))])).toEqual(['failed', 'ok'])
    expect(clock.pending()).toBe(0)
  })

  test('one that begins after it was cut short starts no limit for the next', async () => {
    let beginLate = () => {}
    const { voice, clock } = withEngine((_, began) => {
      let end = (_result: SpeechResult) => {}
      const result = new Promise<SpeechResult>((resolve) => {
        end = resolve
      })
      beginLate = began
      return { result, silence: () => end({ outcome: 'stopped' }) }
    })
    const first = voice.speak(utterance('一'))
    voice.stop()
    expect(await first).toBe('stopped')
    beginLate()
    await clock.advanceAsync(0)
    expect(clock.pending()).toBe(0)
  })

  test('a host that throws while it hears of trouble does not silence the voice', async () => {
    const voice = createQueuedVoice({
      clock: createManualClock(),
      engine: {
        say: () => ({ result: Promise.resolve({ outcome: 'no_voice' }), silence: () => {} }),
        list,
        warm: () => {},
        close: () => {},
      },
      report() {
        throw new Error('log is full')
      },
    })
    const outcomes = [voice.speak(utterance('一')), voice.speak(utterance('二'))]
    expect(await Promise.all(outcomes)).toEqual(['no_voice', 'no_voice'])
  })

  test('a flood is refused, not stored', async () => {
    const { voice } = withEngine(() => ({ result: never, silence: () => {} }))
    const outcomes = Array.from({ length: 1_000 }, () => voice.speak(utterance('您好')))
    expect(await Promise.all(outcomes.slice(65))).toEqual(Array(935).fill('failed'))
    voice.stop()
    expect(await Promise.all(outcomes.slice(0, 65))).toEqual(Array(65).fill('stopped'))
  })

  test('text without a sound is refused before it reaches the engine', async () => {
    const { voice } = withEngine(() => {
      throw new Error('reached')
    })
    expect(await voice.speak(utterance('\u0000 ‮ ！？'))).toBe('failed')
  })
})
