import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { createVoice, type VoiceOptions } from '../../../desktop/speech/create-voice.ts'
import { hostClock } from '../../../shared/clock.ts'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import { defendText } from '../../../shared/speech/defend-text.ts'
import { espeakRuns } from '../../../shared/speech/espeak.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { hostileTexts, soundFacts, utterance } from './rig.ts'

const ESPEAK = 'espeak-ng'
const version = spawnSync(ESPEAK, ['--version'], { encoding: 'utf8' })
const dataFolder = /Data at: (.*)/.exec(version.stdout ?? '')?.[1]?.trim() ?? ''

/** An environment in which no sound device can be found, on a machine that has one too. */
const DEAF = { ...process.env, ALSA_CONFIG_PATH: '/dev/null', PULSE_SERVER: 'unix:/nonexistent' }

function rendering(more: Partial<VoiceOptions> = {}) {
  const folder = tempDir()
  const troubles: string[] = []
  const voice = createVoice({
    platform: 'linux',
    clock: hostClock(globalThis),
    renderTo: (index) => join(folder, `${index}.wav`),
    report: (outcome, detail) => troubles.push(`${outcome}: ${detail}`),
    ...more,
  })
  return { voice, folder, troubles, file: (index: number) => join(folder, `${index}.wav`) }
}

/** What espeak-ng would pronounce of an utterance, in its own phoneme mnemonics; `(en)` marks a change to English. */
function phonemes(text: string, locale: 'zh-CN' | 'en' = 'zh-CN'): string[] {
  return espeakRuns({ text: defendText(text), locale }).map((run) => {
    const voice = run.locale === 'en' ? 'en' : 'cmn-latn-pinyin'
    return spawnSync(ESPEAK, ['-q', '-x', '-b', '1', '-v', voice, '--stdin'], {
      input: run.text,
      encoding: 'utf8',
    }).stdout
  })
}

describe('espeak-ng', () => {
  beforeEach((context) => context.skip(version.status !== 0, 'needs espeak-ng'))

  test('Mandarin becomes a sound of plausible length', async () => {
    const { voice, file, troubles } = rendering()
    expect(await voice.speak(utterance('您有新的订单，请及时处理'))).toBe('ok')
    const { seconds, rms, riffSize, dataSize } = soundFacts(file(0))
    // Eleven syllables and a pause. The broken `cmn` voice of 1.51 takes 5 s.
    expect(seconds).toBeGreaterThan(2)
    expect(seconds).toBeLessThan(4.5)
    expect(rms).toBeGreaterThan(0.03)
    expect(riffSize).toBe(36 + dataSize)
    expect(troubles).toEqual([])
  })

  test('Mandarin is pronounced as Mandarin, which length and loudness cannot tell', () => {
    const order = '您有新的外卖订单，尾号幺零二四，宫保鸡丁两份，酸辣土豆丝一份，备注：不要香菜，合计三十八元五角'
    expect(phonemes(order).join()).not.toContain('(en)')
    expect(phonemes('1.5升，50%糖，1/2份，#12')).toEqual([expect.not.stringContaining('(en)')])
    // So the check can fail: this is the voice that it keeps us from.
    const broken = spawnSync(ESPEAK, ['-q', '-x', '-v', 'cmn', '--stdin'], { input: order, encoding: 'utf8' })
    if (version.stdout.includes('1.51')) expect(broken.stdout).toContain('(en)')
  })

  test('every fixed phrase is pronounced without a stretch of English', () => {
    const zh = phrasesFor('zh-CN')
    const said = [zh.offline(3), zh.backOnline(2), zh.soundCheck(), zh.unpaired(), zh.revoked()]
    for (const text of said) expect(phonemes(text).join(), text).not.toContain('(en)')
  })

  test('a decimal point is spoken', () => {
    expect(phonemes('3.5')[0]).toContain("t'iE")
    expect(espeakRuns({ text: '1.25升，3.5%', locale: 'zh-CN' })).toEqual([
      { locale: 'zh-CN', text: '1点2 5升，百分之3点5' },
    ])
  })

  test('mixed text is spoken by both voices in turn, in one file', async () => {
    const { voice, file } = rendering()
    expect(await voice.speak(utterance('KFC'))).toBe('ok')
    expect(await voice.speak(utterance('套餐两份'))).toBe('ok')
    expect(await voice.speak(utterance('KFC 套餐两份'))).toBe('ok')
    const [latin, han, both] = [soundFacts(file(0)), soundFacts(file(1)), soundFacts(file(2))]
    expect(both.seconds).toBeGreaterThan(Math.max(latin.seconds, han.seconds) + 0.3)
    expect(both.seconds).toBeLessThanOrEqual(latin.seconds + han.seconds)
    // The English letters, then the Chinese word; neither voice reads the other's script.
    expect(phonemes('KFC 套餐')).toEqual([expect.stringContaining("Efs'i:"), expect.not.stringContaining('(en)')])
  })

  test('English is spoken by the English voice', async () => {
    const { voice, file } = rendering()
    expect(await voice.speak(utterance('You have two new orders', { locale: 'en' }))).toBe('ok')
    expect(soundFacts(file(0)).seconds).toBeGreaterThan(1)
    expect(phonemes('You have two new orders', 'en').join()).toContain("'O@d3z")
  })

  test('rate and volume are heard', async () => {
    const { voice, file } = rendering()
    const text = '您有新的订单'
    for (const more of [{}, { rate: 0.5 }, { rate: 2 }, { volume: 0.3 }, { rate: Number.NaN, volume: 99 }]) {
      expect(await voice.speak(utterance(text, more))).toBe('ok')
    }
    const [normal, slow, fast, soft, odd] = [0, 1, 2, 3, 4].map((index) => soundFacts(file(index)))
    expect(slow?.seconds).toBeGreaterThan((normal?.seconds ?? 0) * 1.5)
    expect(fast?.seconds).toBeLessThan((normal?.seconds ?? 0) * 0.7)
    expect(soft?.rms).toBeLessThan((normal?.rms ?? 0) * 0.5)
    expect(odd).toEqual(normal)
  })

  test('hostile text is spoken or refused, and does nothing else', async () => {
    const { voice, folder } = rendering()
    const marker = join(tempDir(), 'pwned')
    const texts = hostileTexts(marker)
    for (const text of texts) expect(['ok', 'failed'], text).toContain(await voice.speak(utterance(text)))
    expect(existsSync(marker)).toBe(false)
    expect(readdirSync(folder).every((name) => /^\d+\.wav$/.test(name))).toBe(true)
    // One sound for each that was spoken; refused were those without a letter or digit.
    const spoken = texts.filter((text) => defendText(text) !== '')
    expect(readdirSync(folder).length).toBe(spoken.length)
    expect(texts.length - spoken.length).toBe(3)
    for (const name of readdirSync(folder)) expect(soundFacts(join(folder, name)).rms).toBeGreaterThan(0.005)
  })

  test('a sound file that cannot be written is an outcome', async () => {
    const { voice, troubles } = rendering({ renderTo: () => join(tempDir(), 'no', 'such', 'folder.wav') })
    expect(await voice.speak(utterance('您好'))).toBe('failed')
    expect(troubles).toEqual([expect.stringContaining('ENOENT')])
  })

  test('a renderTo that throws fails its utterance and not the voice', async () => {
    let calls = 0
    const good = join(tempDir(), 'good.wav')
    const { voice } = rendering({
      renderTo() {
        if (calls++ === 0) throw new Error('no room')
        return good
      },
    })
    expect(await voice.speak(utterance('您好'))).toBe('failed')
    expect(await voice.speak(utterance('您好'))).toBe('ok')
    expect(readFileSync(good).length).toBeGreaterThan(1_000)
  })

  test('no sound device: espeak-ng exits 0, we do not believe it', async () => {
    const voice = createVoice({ platform: 'linux', clock: hostClock(globalThis), env: DEAF })
    expect(await voice.speak(utterance('您好'))).toBe('no_audio_device')
  })

  test('a missing voice or dictionary is no_voice, though espeak-ng exits 0 without the dictionary', async () => {
    const empty = tempDir()
    expect(await rendering({ env: { ...process.env, ESPEAK_DATA_PATH: empty } }).voice.speak(utterance('您好'))).toBe(
      'no_voice',
    )
    const partial = tempDir()
    mkdirSync(join(partial, 'espeak-ng-data'))
    for (const name of readdirSync(dataFolder)) {
      if (name !== 'cmn_dict') symlinkSync(join(dataFolder, name), join(partial, 'espeak-ng-data', name))
    }
    const { voice } = rendering({ env: { ...process.env, ESPEAK_DATA_PATH: partial } })
    expect(await voice.speak(utterance('您好'))).toBe('no_voice')
    expect(await voice.speak(utterance('hello', { locale: 'en' }))).toBe('ok')
  })
})
