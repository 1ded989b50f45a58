import { describe, expect, it } from 'vitest'
import { createVoices, type ListedVoice } from '../../../desktop/hosts/console/sound/voices.ts'
import { createManualClock } from '../../support/manual-clock.ts'

/** A browser's list of voices, which Node lacks; they may arrive late. */
function rig(first: readonly ListedVoice[]) {
  const clock = createManualClock()
  const listeners = new Set<() => void>()
  let listed = [...first]
  const list = {
    getVoices: () => listed,
    addEventListener: (_: string, listener: () => void) => void listeners.add(listener),
    removeEventListener: (_: string, listener: () => void) => void listeners.delete(listener),
  }
  function arrive(...voices: ListedVoice[]) {
    listed = voices
    for (const listener of [...listeners]) listener()
  }
  return { clock, arrive, listeners, voices: createVoices(list, clock) }
}

const voice = (lang: string, more: Partial<ListedVoice> = {}): ListedVoice => ({
  ...{ name: lang, lang, localService: false, voiceURI: lang },
  ...more,
})

describe('the voice of a browser for Mandarin', () => {
  it.each([
    [['zh-CN-liaoning', 'zh-CN'], 'zh-CN'],
    [['zh-TW', 'zh-CN-shaanxi', 'zh_CN'], 'zh_CN'],
    [['zh-HK', 'yue', 'zh-TW'], 'zh-TW'],
    [['cmn-Hans-CN', 'zh-TW'], 'cmn-Hans-CN'],
    [['zh-HK', 'zh-TW', 'zh'], 'zh'],
    [['zh-HK'], undefined],
    [['zh-CN-sichuan'], undefined],
    [['wuu-CN', 'nan-TW'], undefined],
  ])('of %j is %s', (langs, expected) => {
    expect(rig(langs.map((lang) => voice(lang))).voices.find('zh-CN')?.lang).toBe(expected)
  })

  it('is exact before it is local, and local among the exact', () => {
    const local = { localService: true }
    const exact = [voice('zh-TW', local), voice('zh-CN'), voice('zh-CN', { name: 'b', ...local })]
    expect(rig(exact).voices.find('zh-CN')?.name).toBe('b')
    expect(rig(exact.slice(0, 2)).voices.find('zh-CN')?.lang).toBe('zh-CN')
  })

  it('is never a character or a joke unasked; what the shop chose is kept', () => {
    const { voices } = rig([
      voice('zh-CN', { name: 'Eddy (Chinese (China mainland))', voiceURI: 'eddy' }),
      voice('zh-CN', { name: 'Bubbles', voiceURI: 'bubbles' }),
      voice('zh-CN-liaoning', { voiceURI: 'liaoning' }),
    ])
    expect(voices.find('zh-CN')).toBeUndefined()
    expect(voices.chosen('zh-CN', 'liaoning')?.voiceURI).toBe('liaoning')
    expect(voices.installed().map(({ id }) => id)).toEqual(['eddy', 'liaoning'])
  })
})

describe('a character in a system that speaks Chinese', () => {
  it.each([
    [
      'by its name in full-width parentheses',
      { name: 'Eddy（中文（中国大陆））', voiceURI: 'Eddy（中文（中国大陆））' },
    ],
    ['by its id, under another name', { name: '奶奶', voiceURI: 'com.apple.eloquence.zh-CN.Grandma' }],
  ])('is known %s', (_, character) => {
    const { voices } = rig([voice('zh-CN', { ...character, localService: true }), voice('zh-CN', { name: '婷婷' })])
    expect(voices.find('zh-CN')?.name).toBe('婷婷')
    expect(voices.chosen('zh-CN', character.voiceURI)?.name).toBe(character.name)
  })
})

describe('voices that arrive after the order', () => {
  it('are waited for, until there is one of the language', async () => {
    const { clock, voices, arrive, listeners } = rig([])
    let arrived = false
    void voices.arrived('zh-CN').then(() => {
      arrived = true
    })
    await clock.advanceAsync(9_000)
    arrive(voice('en-US'))
    await clock.advanceAsync(0)
    expect(arrived).toBe(false)
    arrive(voice('en-US'), voice('zh-CN'))
    await clock.advanceAsync(0)
    // The one that is left tells when the browser knows its voices.
    expect([arrived, listeners.size, clock.pending()]).toEqual([true, 1, 0])
  })

  it('are given up twenty seconds after the page was opened, for good', async () => {
    const { clock, voices } = rig([voice('en-US')])
    const first = voices.arrived('zh-CN')
    await clock.advanceAsync(20_000)
    await first
    await voices.arrived('zh-CN')
    expect(voices.find('zh-CN')).toBeUndefined()
  })

  it('are reported whenever they come, once for each language', async () => {
    const { clock, voices, arrive } = rig([voice('en-US')])
    const came: string[] = []
    voices.onArrival((locale) => came.push(locale))
    await clock.advanceAsync(60_000)
    arrive(voice('en-US'), voice('zh-HK'))
    expect(came).toEqual([])
    arrive(voice('en-US'), voice('zh-CN'))
    arrive(voice('en-US'), voice('zh-CN'))
    expect(came).toEqual(['zh-CN'])
  })
})
