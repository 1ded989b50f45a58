import { describe, expect, test } from 'vitest'
import { parseSayVoices, pickSayVoice } from '../../../desktop/speech/say-voices.ts'

/** As newer systems list them: jokes first, some names with their language, some twice. */
const NEWER = `Albert              en_US    # Hello! My name is Albert.
Bad News            en_US    # Hello! My name is Bad News.
Eddy (Chinese (China mainland)) zh_CN    # 你好！我叫Eddy。
Eddy (English (US)) en_US    # Hello! My name is Eddy.
Fiona               en-scotland # Hello, my name is Fiona. I am a Scottish-English voice.
Meijia              zh_TW    # 你好，我叫美佳。
Mónica              es_ES    # ¡Hola! Me llamo Mónica.
Samantha            en_US    # Hello! My name is Samantha.
Sinji               zh_HK    # 你好！我叫善怡。
Tingting            zh_CN    # 你好！我叫婷婷。
Tingting (Enhanced) zh_CN    # 你好！我叫婷婷。
`
const OLDER = `Alex                en_US    # Most people recognize me by my voice.
Ting-Ting           zh_CN    # 您好，我叫Ting-Ting。我讲中文普通话。
Sin-ji              zh_HK    # 您好，我叫 Sin-ji。我講廣東話。
`

describe('the list of say', () => {
  test('is read with names of several words, nested parentheses and accents', () => {
    const voices = parseSayVoices(NEWER)
    expect(voices).toHaveLength(11)
    expect(voices).toContainEqual({ name: 'Eddy (Chinese (China mainland))', language: 'zh_CN' })
    expect(voices).toContainEqual({ name: 'Bad News', language: 'en_US' })
    expect(voices).toContainEqual({ name: 'Mónica', language: 'es_ES' })
  })

  test('never gives a name that could be an option or more than a name', () => {
    const forged = ['-o/tmp/x', '--rate', '[[slnc 9999]]', 'a;b', '$(x)', '`x`', 'a"b', 'x'.repeat(200)]
    const list = forged.map((name) => `${name}            zh_CN    # 你好`).join('\n')
    expect(parseSayVoices(list)).toEqual([])
  })

  test('may be rubbish', () => {
    expect(parseSayVoices('')).toEqual([])
    expect(parseSayVoices('\u0000\n#\nzh_CN\n   zh_CN   # x\nonly a name')).toEqual([])
  })
})

describe('the voice for a locale', () => {
  test.each([
    ['zh-CN', NEWER, 'Tingting'],
    ['zh-CN', OLDER, 'Ting-Ting'],
    ['en', NEWER, 'Samantha'],
    ['en', OLDER, 'Alex'],
  ] as const)('for %s is one that people know', (locale, list, name) => {
    expect(pickSayVoice(parseSayVoices(list), locale)?.name).toBe(name)
  })

  test.each([
    [['zh-CN-liaoning', 'zh_CN'], 'b'],
    [['zh_TW', 'zh-CN-shaanxi', 'zh_CN'], 'c'],
    [['zh_HK', 'zh_SG'], 'b'],
    [['zh_HK'], undefined],
    [['zh-CN-liaoning'], undefined],
    [['yue_CN'], undefined],
  ])('of %j is that of the standard language, never a dialect', (languages, name) => {
    const voices = languages.map((language, at) => ({ name: 'abc'.charAt(at), language }))
    expect(pickSayVoice(voices, 'zh-CN')?.name).toBe(name)
  })

  test('is never a joke or a character', () => {
    const odd = ['Bad News', 'Albert', 'Eddy (English (US))', 'Grandpa (Chinese (China mainland))']
    const voices = odd.flatMap((name) => ['en_US', 'zh_CN'].map((language) => ({ name, language })))
    for (const locale of ['zh-CN', 'en'] as const) expect(pickSayVoice(voices, locale)).toBeUndefined()
  })

  test('is a Taiwanese one for Mandarin when there is no other, but not a Cantonese one', () => {
    const without = parseSayVoices(NEWER).filter((voice) => voice.language !== 'zh_CN')
    expect(pickSayVoice(without, 'zh-CN')?.name).toBe('Meijia')
    expect(
      pickSayVoice(
        without.filter((voice) => voice.language !== 'zh_TW'),
        'zh-CN',
      ),
    ).toBeUndefined()
  })

  test('is any that speaks it when none is known', () => {
    expect(pickSayVoice([{ name: 'Nobody', language: 'en_ZA' }], 'en')?.name).toBe('Nobody')
    expect(pickSayVoice([{ name: 'Anna', language: 'de_DE' }], 'en')).toBeUndefined()
    expect(pickSayVoice([], 'zh-CN')).toBeUndefined()
  })
})
