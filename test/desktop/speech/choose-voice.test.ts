import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { createVoice, type VoiceOptions } from '../../../desktop/speech/create-voice.ts'
import { parseEspeakVoices } from '../../../desktop/speech/espeak-voices.ts'
import { installedSayVoices, parseSayVoices } from '../../../desktop/speech/say-voices.ts'
import { spokenLocale } from '../../../desktop/speech/spoken-locale.ts'
import { hostClock } from '../../../shared/clock.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { fixture, hostileTexts, type LogEntry, soundFacts, standInLog, untilGone, utterance } from './rig.ts'

/** From espeak-ng 1.51 on Debian 12, `--voices=en` and `--voices=zh` put together. */
const ESPEAK = `Pty Language       Age/Gender VoiceName          File                 Other Languages
 5  de              --/M      German             gmw/de
 5  cmn             --/M      Chinese_(Mandarin,_latin_as_English) sit/cmn              (zh-cmn 5)(zh 5)
 5  cmn-latn-pinyin --/M      Chinese_(Mandarin,_latin_as_Pinyin) sit/cmn-Latn-pinyin  (zh-cmn 5)(zh 5)
 5  zh              --/M      chinese-mb-cn1     mb/mb-cn1
 5  yue             --/M      Chinese_(Cantonese) sit/yue              (zh-yue 5)(zh 8)
 2  en-gb           --/M      English_(Great_Britain) gmw/en               (en 2)
 5  en-us           --/F      us-mbrola-1        mb/mb-us1            (en 8)
 2  en-us           --/M      English_(America)  gmw/en-US            (en 3)
 5  variant         --/M      Storm              !v/Storm             (en-us 5)
`
const SAY = `Albert              en_US    # Hello! My name is Albert.
Eddy (Chinese (China mainland)) zh_CN    # 你好！我叫Eddy。
Meijia              zh_TW    # 你好，我叫美佳。
Mónica              es_ES    # ¡Hola! Me llamo Mónica.
Samantha            en_US    # Hello! My name is Samantha.
Sinji               zh_HK    # 你好！我叫善怡。
Tingting            zh_CN    # 你好！我叫婷婷。
Tingting            zh_CN    # 你好！我叫婷婷。
`
const SAPI = `zh-CN Microsoft Huihui Desktop
zh-HK Microsoft Tracy Desktop
en-US Microsoft Zira Desktop
de-DE Microsoft Hedda Desktop
zh-TW GONE Hanhan
`

/** A process for each utterance and each look, on a machine that does a great deal else. */
const MANY_PROCESSES_MS = 200_000

type System = 'linux' | 'darwin' | 'win32'
const LISTS: Record<System, string> = { linux: ESPEAK, darwin: SAY, win32: SAPI }

/** The real voice and its queue over a stand-in for the system's engine. */
function standIn(platform: System, env: NodeJS.ProcessEnv = {}) {
  const log = standInLog({ FAKE_VOICES: LISTS[platform], ...env })
  const clock = createManualClock()
  const missing: string[] = []
  const program = fixture(platform === 'win32' ? 'fake-powershell.mjs' : 'fake-engine.mjs')
  const options = { platform, clock, program, env: log.env, missing: (id: string) => void missing.push(id) }
  const voice = createVoice(options)
  onTestFinished(() => voice.close())
  /** By which voice each utterance was spoken; `undefined`: none was named, which on Windows alone can be. */
  const speakers = () =>
    log
      .entries()
      .filter((entry) => entry.stdin !== undefined || entry.text !== undefined)
      .map(({ argv, voice }) => (argv === undefined ? voice : argv[argv.indexOf('-v') + 1]))
  const lists = () => log.entries().filter((entry) => entry.listed).length
  return { voice, clock, log, missing, speakers, lists }
}

describe('what is offered', () => {
  test('of espeak-ng: the Mandarin voice that speaks Mandarin, and English ones whose sounds are its own', () => {
    expect(parseEspeakVoices(ESPEAK)).toEqual([
      { id: 'cmn-latn-pinyin', name: 'Chinese (Mandarin, latin as Pinyin)', locale: 'zh-CN' },
      { id: 'en-gb', name: 'English (Great Britain)', locale: 'en' },
      { id: 'en-us', name: 'English (America)', locale: 'en' },
    ])
  })

  test('of macOS: no jokes, no Cantonese, nobody twice', () => {
    expect(installedSayVoices(parseSayVoices(SAY))).toEqual([
      { id: 'Eddy (Chinese (China mainland))', name: 'Eddy (Chinese (China mainland))', locale: 'zh-CN' },
      { id: 'Meijia', name: 'Meijia (zh-TW)', locale: 'zh-CN' },
      { id: 'Samantha', name: 'Samantha (en-US)', locale: 'en' },
      { id: 'Tingting', name: 'Tingting (zh-CN)', locale: 'zh-CN' },
    ])
  })

  test('of Windows, as the worker tells', async () => {
    const { voice, log } = standIn('win32')
    expect(await voice.voices()).toEqual([
      { id: 'Microsoft Huihui Desktop', name: 'Microsoft Huihui Desktop (zh-CN)', locale: 'zh-CN' },
      { id: 'Microsoft Zira Desktop', name: 'Microsoft Zira Desktop (en-US)', locale: 'en' },
      { id: 'GONE Hanhan', name: 'GONE Hanhan (zh-TW)', locale: 'zh-CN' },
    ])
    expect(log.entries().filter((entry) => entry.script !== undefined)).toHaveLength(1)
  })

  test.each([
    ['zh-CN', 'zh-CN'],
    ['zh_TW', 'zh-CN'],
    ['cmn', 'zh-CN'],
    ['zh-HK', undefined],
    ['yue', undefined],
    ['en-scotland', 'en'],
    ['enm', undefined],
    ['de-en', undefined],
    ['', undefined],
  ])('the tag %s is read as %s', (tag, locale) => expect(spokenLocale(tag)).toBe(locale))

  test.each(['', '\u0000', 'Pty Language', ' 5  -o/tmp/x --/M x gmw/en', ' x  en-us --/M'])(
    'from the rubbish %j nothing',
    (list) => expect(parseEspeakVoices(list)).toEqual([]),
  )
})

describe.each(['linux', 'darwin', 'win32'] as const)(
  'on %s, against a stand-in',
  { timeout: MANY_PROCESSES_MS },
  (platform) => {
    const chosen = { linux: 'en-us', darwin: 'Samantha', win32: 'Microsoft Zira Desktop' }[platform]
    const usual = { linux: 'en', darwin: 'Samantha', win32: undefined }[platform]

    test('the chosen voice speaks, and one look at the list is enough', async () => {
      const { voice, speakers, lists, missing } = standIn(platform)
      for (const text of ['one', 'two'])
        expect(await voice.speak(utterance(text, { locale: 'en', voice: chosen }))).toBe('ok')
      expect(speakers()).toEqual([chosen, chosen])
      expect([lists(), missing]).toEqual([1, []])
    })

    test('one that is not installed, or speaks another language, is replaced and reported once', async () => {
      const { voice, speakers, missing } = standIn(platform)
      for (const locale of ['en', 'en', 'zh-CN'] as const) {
        const wanted = locale === 'en' ? 'Nobody' : chosen
        expect(await voice.speak(utterance(locale === 'en' ? 'hello' : '您好', { locale, voice: wanted }))).toBe('ok')
      }
      expect(new Set(missing)).toEqual(new Set(['Nobody', chosen]))
      expect(missing).toHaveLength(2)
      expect(speakers()).not.toContain('Nobody')
      if (platform === 'win32') expect(speakers()).toEqual([usual, usual, usual])
    })

    test('what a settings file calls a voice reaches no process unless it is in the list', async () => {
      const { voice, log, missing } = standIn(platform)
      const marker = join(tempDir(), 'pwned')
      const texts = hostileTexts(marker)
      // Not all of them: each costs a process.
      const ids = [
        ...texts.slice(0, 2),
        ...texts.filter((text) => /New-Item|\n|\0 byte/.test(text)),
        '--voices',
        '__proto__',
      ]
      for (const id of ids) expect(await voice.speak(utterance('hello', { locale: 'en', voice: id }))).toBe('ok')
      expect(existsSync(marker)).toBe(false)
      expect(missing).toEqual(ids)
      const sent = log.entries().flatMap(({ argv = [], voice }) => [...argv, ...(voice === undefined ? [] : [voice])])
      expect(sent.filter((word) => ids.includes(word))).toEqual([])
    })

    test('with no engine the list is empty, and so is the report', async () => {
      const missing: string[] = []
      const options: VoiceOptions = { platform, clock: createManualClock(), program: '/nonexistent/engine' }
      const voice = createVoice({ ...options, missing: (id) => missing.push(id) })
      onTestFinished(() => voice.close())
      expect(await voice.voices()).toEqual([])
      expect(await voice.speak(utterance('hello', { locale: 'en', voice: chosen }))).toBe('no_engine')
      expect(missing).toEqual([])
    })

    test('whoever asks while somebody is asking gets the same answer; closed, an empty one', async () => {
      const { voice, lists } = standIn(platform)
      const [first, second] = await Promise.all([voice.voices(), voice.voices(), voice.voices()])
      expect(first).not.toEqual([])
      expect(second).toEqual(first)
      expect(lists()).toBeLessThanOrEqual(2)
      voice.close()
      expect(await voice.voices()).toEqual([])
    })

    test('a stop forgets what is to be said, not who asks for the voices', async () => {
      const { voice, log } = standIn(platform, { FAKE_HANG: 'HANG' })
      const speaking = voice.speak(utterance('HANG', { locale: 'en' }))
      const asked = voice.voices()
      await log.until(({ stdin, text }) => stdin === 'HANG' || text === 'HANG')
      voice.stop()
      expect(await speaking).toBe('stopped')
      expect(await asked).not.toEqual([])
    })
  },
)

test('a voice that was taken away since the last look is replaced in the same breath, and looked for again', async () => {
  const { voice, speakers, missing, lists } = standIn('win32')
  for (const text of ['一', '二']) expect(await voice.speak(utterance(text, { voice: 'GONE Hanhan' }))).toBe('ok')
  expect(speakers()).toEqual(['GONE Hanhan', undefined, 'GONE Hanhan', undefined])
  expect([missing, lists()]).toEqual([['GONE Hanhan'], 2])
})

test('an engine that never lists is given up after 15 s, its process is gone, and the voice speaks on', async () => {
  const { voice, clock, log } = standIn('linux', { FAKE_HANG: 'list' })
  const asked = voice.voices()
  const { pid } = await log.until((entry: LogEntry) => entry.listed === true)
  clock.advance(15_000)
  expect(await asked).toEqual([])
  await untilGone(pid)
  expect(await voice.speak(utterance('您好'))).toBe('ok')
})

describe('espeak-ng itself', () => {
  const present = spawnSync('espeak-ng', ['--version']).status === 0
  beforeEach((context) => context.skip(!present, 'needs espeak-ng'))

  test('offers Mandarin that is Mandarin, and each English voice it offers speaks', async () => {
    const folder = tempDir()
    const missing: string[] = []
    const file = (index: number) => join(folder, `${index}.wav`)
    const voice = createVoice({
      ...{ platform: 'linux', clock: hostClock(globalThis), renderTo: file },
      missing: (id) => missing.push(id),
    })
    const voices = await voice.voices()
    for (const { id } of voices.filter(({ locale }) => locale === 'zh-CN')) {
      const phonemes = spawnSync('espeak-ng', ['-q', '-x', '-v', id, '您有新的订单'], { encoding: 'utf8' }).stdout
      expect(phonemes, id).not.toContain('(en)')
    }
    expect(voices.map(({ locale }) => locale)).toEqual(expect.arrayContaining(['zh-CN', 'en']))
    const outcomes = voices.map(({ id, locale }) =>
      voice.speak(utterance(locale === 'en' ? 'two new orders' : '两个新订单', { locale, voice: id })),
    )
    expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['ok']))
    for (const index of voices.keys()) expect(soundFacts(file(index)).rms).toBeGreaterThan(0.02)
    expect(missing).toEqual([])
  })
})
