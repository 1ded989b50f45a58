import { spawnSync } from 'node:child_process'
import type { Browser, Page, Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { espeakPace } from '../../shared/phrases/reading/pace.ts'
import { ESPEAK_VOICES, espeakRuns } from '../../shared/speech/espeak.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop } from './support/shop.ts'

const present = spawnSync('espeak-ng', ['--version']).status === 0
const needs = present ? NEEDS_CHROMIUM : ' [needs espeak-ng, which is not installed]'

/**
 * Notes every sound that a page starts, and listens at the loudspeaker: whatever is connected to it is heard by a
 * recorder as well, block by block. With `hang`, what is longer than a chime goes on until it is stopped.
 */
const LISTENER = `
  globalThis.sounds = []
  globalThis.hang = false
  const recorders = new WeakMap()
  const { connect } = AudioNode.prototype
  AudioNode.prototype.connect = function (to) {
    if (to instanceof AudioDestinationNode) Reflect.apply(connect, this, [recorderOf(to.context)])
    return Reflect.apply(connect, this, arguments)
  }
  function recorderOf(context) {
    if (recorders.has(context)) return recorders.get(context)
    const recorder = context.createScriptProcessor(4096, 1, 1)
    recorder.onaudioprocess = ({ inputBuffer }) => {
      const samples = inputBuffer.getChannelData(0)
      const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
      const sound = globalThis.sounds.at(-1)
      if (sound !== undefined) sound.heard = Math.max(sound.heard, rms)
    }
    recorders.set(context, recorder)
    Reflect.apply(connect, recorder, [context.destination])
    return recorder
  }
  const { start, stop } = AudioBufferSourceNode.prototype
  AudioBufferSourceNode.prototype.start = function () {
    this.sound = { seconds: this.buffer.duration, heard: 0, ended: false, stopped: false }
    globalThis.sounds.push(this.sound)
    this.loop = globalThis.hang && this.buffer.duration > 3
    this.addEventListener('ended', () => (this.sound.ended = true))
    return Reflect.apply(start, this, arguments)
  }
  AudioBufferSourceNode.prototype.stop = function () {
    this.sound.stopped = !this.sound.ended
    return Reflect.apply(stop, this, arguments)
  }
`

interface Heard {
  seconds: number
  /** The loudest block at the loudspeaker, RMS. */
  heard: number
  ended: boolean
  /** Whether it was cut off. */
  stopped: boolean
}

interface Said {
  text: string
  status: number
  sound: Buffer
}

/** Collects what a page lets the server render. */
function listen(page: Page): { said(): Promise<Said[]> } {
  const replies: Response[] = []
  page.on('response', (reply) => {
    if (reply.url().endsWith('/v1/speech')) replies.push(reply)
  })
  return {
    said: () =>
      Promise.all(
        replies.map(async (reply) => ({
          text: (reply.request().postDataJSON() as { text: string }).text,
          status: reply.status(),
          sound: await reply.body(),
        })),
      ),
  }
}

const soundsOf = async (page: Page) => (await page.evaluate('globalThis.sounds')) as Heard[]

/** The phonemes of a text by the voices that the server uses; `(en)` marks a change to English. */
function phonemes(text: string): string {
  const runs = espeakRuns({ text, locale: 'zh-CN' })
  const said = runs.map(({ locale, text }) => {
    const words = ['-q', '-x', '-b', '1', '-v', ESPEAK_VOICES[locale], '--stdin']
    return spawnSync('espeak-ng', words, { input: text, encoding: 'utf8' }).stdout
  })
  return said.join('')
}

describe.skipIf(chromiumPath === undefined || !present)(`a browser without a Chinese voice${needs}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('reads an order aloud: the server renders Mandarin, the page plays it after the chime, and says so', async () => {
    const shop = await openShop(browser)
    const { page } = await shop.device({ before: LISTENER })
    const { said } = listen(page)
    const order = async () => (await said()).find(({ text }) => text.includes('宫保鸡丁'))
    await shop.server.api.placePaid({
      number: 'R-0042',
      items: [{ name: '宫保鸡丁', quantity: 2 }],
      remark: '不要香菜',
    })
    await expect.poll(order, { timeout: 100_000 }).toBeDefined()
    const { text, status, sound } = (await order()) as Said
    expect([status, text]).toEqual([200, expect.stringMatching(/零零四二，注意不要香菜，两份宫保鸡丁/)])

    // The file: Mandarin by its phonemes, as long as that takes, and no silence.
    expect(sound.toString('latin1', 0, 4) + sound.toString('latin1', 8, 12)).toBe('RIFFWAVE')
    expect(phonemes(text)).not.toContain('(en)')
    expect(phonemes(text)).toMatch(/k'?ong55.*p'?Au21.*tS;'?i55.*t'?i55N/)
    const seconds = (sound.length - 44) / 44_100
    expect(seconds).toBeGreaterThan(2)
    expect(seconds).toBeLessThan(espeakPace(text) + 1)

    // The page: the chime, then this file, both heard at the loudspeaker.
    const speech = async () => (await soundsOf(page)).find((one) => Math.abs(one.seconds - seconds) < 0.05)
    await expect.poll(async () => (await speech())?.ended, { timeout: 100_000 }).toBe(true)
    expect((await speech())?.heard).toBeGreaterThan(0.02)
    expect((await soundsOf(page))[0]?.heard).toBeGreaterThan(0.02)
    expect((await soundsOf(page)).findIndex((one) => Math.abs(one.seconds - seconds) < 0.05)).toBe(1)

    await page.getByRole('alertdialog').getByRole('button', { name: '稍后' }).click()
    await page.getByRole('link', { name: '设置' }).click()
    await page.getByText('本机没有中文语音，由服务器朗读').waitFor()
    expect(await page.getByText('只响铃，不朗读').count()).toBe(0)
    expect(shop.complaints).toEqual([])
  })

  it('falls silent in the middle of the words when somebody else has answered (I9)', async () => {
    const shop = await openShop(browser)
    const { page } = await shop.device({ before: LISTENER })
    const other = await shop.server.api.pair(shop.server.storeId, '厨房')
    await page.evaluate('globalThis.hang = true')
    const items = ['宫保鸡丁', '麻婆豆腐', '红烧牛肉面', '酸辣汤'].map((name) => ({ name, quantity: 2 }))
    const order = await shop.server.api.placePaid({ number: 'R-0043', items, remark: '对花生过敏，不要香菜，少放盐' })
    // The second sound: the first is the chime.
    await expect.poll(async () => (await soundsOf(page)).length, { timeout: 100_000 }).toBe(2)
    await shop.server.api.move(other.token, order.id, 'confirm')
    await expect.poll(async () => (await soundsOf(page))[1]?.stopped, { timeout: 100_000 }).toBe(true)
    expect(shop.complaints).toEqual([])
  })

  it('says aloud that it is offline, though the server that would render it is away', async () => {
    const shop = await openShop(browser)
    const { page } = await shop.device({ before: LISTENER })
    const { said } = listen(page)
    await page.getByRole('link', { name: '设置' }).click()
    await page.getByText('本机没有中文语音，由服务器朗读').waitFor()
    await shop.server.stop()
    // The words may have been asked for while there was a server to ask.
    const before = await said()
    // After twenty seconds: its sound, then the words.
    await expect.poll(async () => (await soundsOf(page))[1]?.ended, { timeout: 200_000 }).toBe(true)
    expect((await soundsOf(page))[1]?.heard).toBeGreaterThan(0.02)
    expect((await said()).slice(before.length)).toEqual([])
  })

  it('chimes and says that nothing is read aloud when the server does not speak either', async () => {
    const shop = await openShop(browser, { env: { SPEECH: 'off' } })
    const { page, alert } = await shop.device({ before: LISTENER })
    const { said } = listen(page)
    await shop.server.api.placePaid({ number: 'R-0044' })
    await alert.waitFor()
    await page.getByText('没有中文语音：来单只响铃，不朗读').waitFor({ state: 'attached' })
    await expect.poll(async () => (await soundsOf(page)).length, { timeout: 100_000 }).toBe(1)
    expect(new Set((await said()).map(({ status }) => status))).toEqual(new Set([404]))
    expect(shop.complaints).toEqual([])
  })
})
