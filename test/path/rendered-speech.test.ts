import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { createSpeechRequests } from '../../desktop/hosts/console/net/speech-requests.ts'
import { createVoice } from '../../desktop/speech/create-voice.ts'
import { hostClock } from '../../shared/clock.ts'
import type { Locale } from '../../shared/locales.ts'
import { espeakPace } from '../../shared/phrases/reading/pace.ts'
import { ESPEAK_VOICES, espeakRuns } from '../../shared/speech/espeak.ts'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer } from '../support/test-server.ts'

const ESPEAK = 'espeak-ng'
const present = spawnSync(ESPEAK, ['--version']).status === 0

/** A server that speaks by the machine's espeak-ng, and a page's requests to it. */
async function open() {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  const requests = createSpeechRequests(globalThis, server.url)
  requests.use(token)
  return { server, requests, token }
}

/** A sentence as the desktop app renders it. */
async function onDesktop(text: string, locale: Locale, rate: number): Promise<Buffer> {
  const file = join(tempDir(), 'said.wav')
  const voice = createVoice({ platform: 'linux', clock: hostClock(globalThis), renderTo: () => file })
  expect(await voice.speak({ text, locale, rate, volume: 1 })).toBe('ok')
  voice.close()
  return readFileSync(file)
}

/** Seconds of a sound of espeak-ng: 22,050 samples a second of two bytes. */
const secondsOf = (sound: ArrayBuffer) => (sound.byteLength - 44) / 44_100

describe('speech that the server renders', () => {
  beforeEach((context) => context.skip(!present, 'needs espeak-ng'))

  it.each([
    ['外卖零零四二，注意不要香菜，两份宫保鸡丁', 'zh-CN', 1],
    ['KFC 套餐两份，一点五升可乐', 'zh-CN', 1.3],
    ['Delivery 0042. Note: no coriander. 2 Kung pao chicken', 'en', 0.8],
  ] as const)('is what the desktop app says, byte for byte: %s', async (text, locale, rate) => {
    const { requests } = await open()
    const rendered = await requests.render({ text, locale, rate })
    if (!rendered.ok) throw new Error(rendered.code)
    expect(Buffer.from(rendered.sound).equals(await onDesktop(text, locale, rate))).toBe(true)
    const seconds = secondsOf(rendered.sound)
    expect(seconds).toBeGreaterThan(1.5)
    expect(seconds).toBeLessThan(espeakPace(text) / rate + 1)
  })

  it('is Mandarin by its phonemes, which length and loudness cannot tell', () => {
    const runs = espeakRuns({ text: '外卖零零四二，注意不要香菜，两份宫保鸡丁', locale: 'zh-CN' })
    expect(runs.map(({ locale }) => locale)).toEqual(['zh-CN'])
    const said = spawnSync(ESPEAK, ['-q', '-x', '-b', '1', '-v', ESPEAK_VOICES['zh-CN'], '--stdin'], {
      input: runs[0]?.text ?? '',
      encoding: 'utf8',
    }).stdout
    expect(said).not.toContain('(en)')
    // Gong bao ji ding, with their tones.
    expect(said).toMatch(/k'?ong55.*p'?Au21.*tS;'?i55.*t'?i55N/)
  })

  it('is refused to a stranger, and nobody can be reached when the server is away', async () => {
    const { server, requests } = await open()
    const sentence = { text: '您好', locale: 'zh-CN', rate: 1 } as const
    requests.use('ldd_nobody')
    expect(await requests.render(sentence)).toEqual({ ok: false, code: 'unauthenticated' })
    requests.use(undefined)
    expect(await requests.render(sentence)).toEqual({ ok: false, code: 'unauthenticated' })
    requests.use('ldd_nobody')
    await server.stop()
    expect(await requests.render(sentence)).toEqual({ ok: false, code: 'unreachable' })
  })
})
