import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop } from './support/shop.ts'

/**
 * Stands in for the one thing that a Chromium without voices lacks. It notes what it is given, ends each part at once
 * unless it is told to `hang`, and reports `canceled` to what was cut, as Chromium does.
 */
const VOICES = `
  globalThis.spoken = []
  globalThis.hang = false
  let current
  class Utterance {
    constructor(text) { this.text = text }
  }
  const listeners = new Set()
  const voices = [
    { name: 'Cantonese', lang: 'zh-HK', localService: true },
    { name: 'Far', lang: 'zh-CN', localService: false },
    { name: 'Near', lang: 'zh-CN', localService: true },
    { name: 'Abroad', lang: 'en-US', localService: true },
  ]
  for (const voice of voices) voice.voiceURI = 'uri:' + voice.name
  globalThis.uninstall = (name) => {
    voices.splice(voices.findIndex((voice) => voice.name === name), 1)
    for (const listener of listeners) listener()
  }
  const synth = {
    getVoices: () => voices,
    addEventListener: (_type, listener) => void listeners.add(listener),
    removeEventListener: (_type, listener) => void listeners.delete(listener),
    resume() {},
    speak(utterance) {
      if (utterance.text === '') return
      const { text, voice, rate, volume } = utterance
      globalThis.spoken.push({ text, voice: voice.name, rate, volume })
      current = utterance
      if (!globalThis.hang) setTimeout(() => utterance.onend?.(), 0)
    },
    cancel() {
      current?.onerror?.({ error: 'canceled' })
      globalThis.cancelled = true
    },
  }
  Object.defineProperty(globalThis, 'speechSynthesis', { value: synth })
  globalThis.SpeechSynthesisUtterance = Utterance
`

interface Spoken {
  text: string
  voice: string
}

async function spoken(page: Page): Promise<Spoken[]> {
  return (await page.evaluate('globalThis.spoken')) as Spoken[]
}

describe.skipIf(chromiumPath === undefined)(`the console’s voice${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('speaks an order in parts, by a Mandarin voice of this machine, and never a phone number', async () => {
    const shop = await openShop(browser)
    const { page } = await shop.device({ before: VOICES })
    const items = ['宫保鸡丁', '麻婆豆腐', '红烧牛肉面', '酸辣汤'].map((name) => ({ name, quantity: 2 }))
    const remark = '孩子对花生过敏，请打13800138000'
    await shop.server.api.placePaid({ number: 'V-0042', items, remark, customer: { name: '王女士' } })
    const said = async () => (await spoken(page)).map(({ text }) => text).join('')
    await expect.poll(said, { timeout: 100_000 }).toContain('详见屏幕')
    expect(await said()).toMatch(/^零零四二，注意/)
    expect(await said()).not.toMatch(/138|王女士/)
    const parts = await spoken(page)
    expect(parts.length).toBeGreaterThan(1)
    for (const { voice } of parts) expect(voice).toBe('Near')
  })

  it('reads out the sentence that stands beside the button, as a reminder of that kind sounds', async () => {
    const shop = await openShop(browser)
    const { page } = await shop.device({ before: VOICES })
    await page.getByRole('link', { name: '设置' }).click()
    await page.getByRole('button', { name: '试听：客户催单' }).click()
    await page.getByText('播放完成。').waitFor()
    const said = (await spoken(page)).map(({ text }) => text).join('')
    const [, urge] = await page.locator('.spoken-kind q').allTextContents()
    expect(said.replace(/[，,]/g, '')).toBe(urge?.replace(/[，,]/g, ''))
    expect(said).toContain('客户催单')
  })

  it('reads by the voice that was chosen, also after a reload, and by the browser’s choice once it is gone', async () => {
    const shop = await openShop(browser)
    const { page } = await shop.device({ before: VOICES })
    await page.getByRole('link', { name: '设置' }).click()
    const choice = page.getByRole('combobox')
    const options = () => choice.locator('option').allTextContents()
    const preview = async () => {
      await page.getByRole('button', { name: '试听：客户催单' }).click()
      await page.getByText('播放完成。').waitFor()
      return (await spoken(page)).at(-1)?.voice
    }
    await expect.poll(options).toEqual(['系统默认', 'Near (zh-CN)', 'Far (zh-CN)'])
    expect(await preview()).toBe('Near')
    await choice.selectOption('Far (zh-CN)')
    expect(await preview()).toBe('Far')
    // It is on disk when another tab of this profile sees it.
    await page.reload()
    await expect.poll(() => choice.inputValue()).toBe('uri:Far')
    expect(await preview()).toBe('Far')

    await page.evaluate("uninstall('Far')")
    await page.getByText('之前选的发音人已不在本机').waitFor()
    expect(await options()).toEqual(['系统默认', '（已不在本机）', 'Near (zh-CN)'])
    expect(await preview()).toBe('Near')
    await choice.selectOption('系统默认')
    await expect.poll(options).toEqual(['系统默认', 'Near (zh-CN)'])
    await page.getByRole('button', { name: 'English' }).click()
    await expect.poll(() => options()).toEqual(['System’s choice', 'Abroad (en-US)'])
    expect(shop.complaints).toEqual([])
  })

  it('breaks off in the middle of the words when somebody else has answered, and then says who (I9)', async () => {
    const shop = await openShop(browser)
    const { page } = await shop.device({ before: VOICES })
    const other = await shop.server.api.pair(shop.server.storeId, '厨房')
    await page.evaluate('globalThis.hang = true')
    const order = await shop.server.api.placePaid({ number: 'V-0043' })
    await expect.poll(async () => (await spoken(page)).length, { timeout: 100_000 }).toBe(1)
    await page.evaluate('globalThis.hang = false')
    await shop.server.api.move(other.token, order.id, 'confirm')
    const last = async () => (await spoken(page)).at(-1)?.text
    await expect.poll(last, { timeout: 100_000 }).toContain('已由厨房处理')
    expect(await page.evaluate('globalThis.cancelled')).toBe(true)
  })
})
