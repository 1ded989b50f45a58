import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { FAKE_SECRETS } from '../../demo/channels/check-signature.ts'
import { startFakeChannels } from '../../demo/channels/fake-channels.ts'
import { messagesFor } from '../../desktop/ui/messages/index.ts'
import { createClockWatch } from '../../server/lib/clock-watch.ts'
import { REHEARSAL_CUT_MS } from '../../shared/api/rehearsals.ts'
import { hostClock } from '../../shared/clock.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop } from './support/shop.ts'

/** A voice that ends each part at once, for a Chromium that has none. */
const VOICE = `
  globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }
  Object.defineProperty(globalThis, 'speechSynthesis', { value: {
    getVoices: () => [{ name: 'Near', lang: 'zh-CN', localService: true, voiceURI: 'near' }],
    addEventListener() {}, removeEventListener() {}, resume() {}, cancel() {},
    speak(utterance) { setTimeout(() => utterance.onend?.(), 0) },
  } })
`

/** A server's time that a test moves on, by its wall clock and the monotonic one: nothing has jumped for that. */
function movableTime() {
  const real = hostClock(globalThis)
  let moved = 0
  const now = () => real.now() + moved
  const elapsed = () => real.elapsed() + moved
  return {
    time: { clock: { ...real, now, elapsed }, clockWatch: createClockWatch({ now, elapsed }) },
    moveOn: (ms: number) => {
      moved += ms
    },
  }
}

describe.skipIf(chromiumPath === undefined)(`a rehearsal on the screen${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('one press rehearses it all, and the scorecard says how long each step took', async () => {
    const fake = await startFakeChannels({ clock: hostClock(globalThis), port: 0 })
    onTestFinished(fake.stop)
    const { time, moveOn } = movableTime()
    const env = { SPEECH: 'off', PUBLIC_URL: 'https://bell.example', CHANNELS_IMITATED_AT: fake.url }
    const shop = await openShop(browser, { ...time, env })
    const { api, storeId, url } = shop.server
    const as = api.operatorKey
    await api.call('POST', `/v1/stores/${storeId}/contacts`, { as, body: { name: '王店长' } })
    const settings = { url: 'https://ntfy.sh', topic: FAKE_SECRETS.ntfyTopic }
    const body = { kind: 'ntfy', name: '店长手机', settings }
    await api.call('POST', `/v1/stores/${storeId}/channels`, { as, body })

    const { page } = await shop.device({ before: VOICE })
    const { rehearsal: words } = messagesFor('zh-CN').people
    await page.goto(`${url}/#people`)
    await page.getByText(words.never).waitFor()
    await page.getByRole('button', { name: words.start }).click()
    await page.getByRole('button', { name: words.running }).waitFor()
    const step = (name: string) => page.locator('.people-score li').filter({ hasText: name })
    const state = (name: string) => step(name).getAttribute('data-state')
    await expect.poll(() => state(words.cut), { timeout: 60_000 }).toBe('awaited')
    // Its devices are kept out, and say so.
    await page.locator('.link-state[data-link="offline"]').waitFor()
    moveOn(REHEARSAL_CUT_MS)
    await page.locator('.link-state[data-link="connected"]').waitFor()
    await expect.poll(() => fake.shown.length, { timeout: 60_000 }).toBe(1)
    const path = /https:\/\/bell\.example(\/e\/[-_A-Za-z0-9]{22})$/m.exec(fake.shown[0]?.text ?? '')?.[1]
    const phone = await (await browser.newContext()).newPage()
    onTestFinished(() => phone.context().close())
    await phone.goto(`${url}${path}`)
    await phone.getByRole('button').first().click()
    for (const name of [words.spoken, words.cut, words.back, words.told, words.answered])
      await expect.poll(() => state(name), { timeout: 60_000, message: name }).toBe('done')
    expect(await step(words.cut).locator('.figure').textContent()).toMatch(/1 ?分|60/)
    await page.getByRole('button', { name: words.start }).waitFor()
    expect(shop.complaints).toEqual([])
  })
})
