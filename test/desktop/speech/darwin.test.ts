import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createVoice } from '../../../desktop/speech/create-voice.ts'
import { createDarwinEngine, SafeSayDarwin } from '../../../desktop/speech/darwin.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { bystander, fixture, hostileTexts, isAlive, type LogEntry, standInLog, untilGone, utterance } from './rig.ts'

const VOICES = `Samantha            en_US    # Hello! My name is Samantha.
Tingting            zh_CN    # 你好！我叫婷婷。
`
const PROGRAM = fixture('fake-engine.mjs')

function macVoice(env: NodeJS.ProcessEnv = {}) {
  const log = standInLog({ FAKE_VOICES: VOICES, LC_ALL: 'C', ...env })
  const clock = createManualClock()
  const voice = createVoice({ platform: 'darwin', clock, program: PROGRAM, env: log.env })
  onTestFinished(() => voice.close())
  return { voice, clock, log, spoken: () => log.entries().filter((entry) => entry.stdin !== undefined) }
}

describe('macOS, against a stand-in for say', () => {
  test('the text is on stdin, the voice is picked by locale, the speed is in words a minute', async () => {
    const { voice, spoken } = macVoice()
    expect(await voice.speak(utterance('您有新的订单', { rate: 1.2 }))).toBe('ok')
    expect(await voice.speak(utterance('New order', { locale: 'en' }))).toBe('ok')
    expect(spoken()).toMatchObject([
      { argv: ['-f', '-', '-r', '210', '-v', 'Tingting'], stdin: '您有新的订单' },
      { argv: ['-f', '-', '-r', '175', '-v', 'Samantha'], stdin: 'New order' },
    ])
  })

  test('say is told that our bytes are UTF-8, whatever the environment', async () => {
    const { voice, log } = macVoice()
    await voice.speak(utterance('您好'))
    expect(log.entries().flatMap((entry) => entry.charset ?? [])).toEqual(['en_US.UTF-8', 'en_US.UTF-8'])
  })

  test('volume is a command of ours in front of the text, and only when it is not full', async () => {
    const { voice, spoken } = macVoice()
    await voice.speak(utterance('您好', { volume: 0.5 }))
    await voice.speak(utterance('[[volm 0]]您好[[rset 0]]'))
    expect(spoken().map((entry) => entry.stdin)).toEqual(['[[volm 0.50]] 您好', 'volm 0 您好 rset 0'])
  })

  test('hostile text reaches no argument, carries no command and writes no file', async () => {
    const { voice, spoken } = macVoice()
    const marker = join(tempDir(), 'pwned')
    for (const text of hostileTexts(marker)) expect(['ok', 'failed']).toContain(await voice.speak(utterance(text)))
    expect(existsSync(marker)).toBe(false)
    expect(spoken().length).toBeGreaterThan(15)
    for (const { argv, stdin } of spoken()) {
      expect(argv).toEqual(['-f', '-', '-r', '175', '-v', 'Tingting'])
      expect(stdin).not.toMatch(/\[\[|\]\]|[\p{Cc}\p{Cf}<>]/u)
      expect(stdin?.length).toBeLessThanOrEqual(200)
    }
  })

  test('even without the queue’s defence a text is no option and changes on no byte', async () => {
    const log = standInLog({ FAKE_VOICES: VOICES })
    const engine = createDarwinEngine({ program: PROGRAM, env: log.env })
    const text = '-o/tmp/x “您好” \' " $(id) `id` %PATH% 𠮷'
    expect(await engine.say(utterance(text), () => {}).result).toEqual({ outcome: 'ok' })
    expect(log.entries().find((entry) => entry.stdin !== undefined)).toMatchObject({
      argv: ['-f', '-', '-r', '175', '-v', 'Tingting'],
      stdin: text,
    })
  })

  test('the list is asked for once a locale, and again after a failure', async () => {
    const { voice, log } = macVoice()
    for (const text of ['一', '二', '三']) await voice.speak(utterance(text))
    expect(log.entries().filter((entry) => entry.listed)).toHaveLength(1)

    const failing = macVoice({ FAKE_EXIT: '1' })
    for (const text of ['一', '二']) expect(await failing.voice.speak(utterance(text))).toBe('failed')
    expect(failing.log.entries().filter((entry) => entry.listed)).toHaveLength(2)
  })

  test('no voice for the language is no_voice, and nothing is spoken with a wrong one', async () => {
    const { voice, spoken } = macVoice({ FAKE_VOICES: 'Samantha            en_US    # Hello!\n' })
    expect(await voice.speak(utterance('您好'))).toBe('no_voice')
    expect(spoken()).toEqual([])
  })

  test('a voice that has gone since is no_voice', async () => {
    const { voice } = macVoice({ FAKE_STDERR: "Voice `Tingting' not found.\n", FAKE_EXIT: '1' })
    expect(await voice.speak(utterance('您好'))).toBe('no_voice')
  })

  test('no say at all is no_engine', async () => {
    const voice = createVoice({ platform: 'darwin', clock: createManualClock(), program: '/nonexistent/say' })
    expect(await voice.speak(utterance('您好'))).toBe('no_engine')
  })

  test('stop kills our child and nobody else', async () => {
    const other = bystander()
    const { voice, log } = macVoice({ FAKE_HANG: '挂' })
    const speaking = voice.speak(utterance('挂住'))
    const { pid } = await log.until((entry: LogEntry) => entry.stdin === '挂住')
    voice.stop()
    expect(await speaking).toBe('stopped')
    await untilGone(pid)
    expect(isAlive(other)).toBe(true)
  })

  test('the class of say that we build on keeps its own ways closed', async () => {
    const platform = new SafeSayDarwin('/nonexistent/say')
    const errors = await Promise.all([
      new Promise((done) => platform.speak('x', null, null, done)),
      new Promise((done) => platform.export('x', null, null, '/tmp/x', done)),
      new Promise((done) => platform.getInstalledVoices(done)),
      new Promise((done) => platform.stop(done)),
    ])
    for (const error of errors) expect(error).toBeInstanceOf(Error)
    platform.speak('x')
    platform.runStopCommand()
  })
})
