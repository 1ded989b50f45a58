import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { FAKE_SECRETS } from '../../demo/channels/check-signature.ts'
import { type FakeChannels, startFakeChannels } from '../../demo/channels/fake-channels.ts'
import { messagesFor } from '../../desktop/ui/messages/index.ts'
import { hostClock } from '../../shared/clock.ts'
import type { Locale } from '../../shared/locales.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop, type Shop } from './support/shop.ts'

const PUBLIC = 'https://bell.example'
describe.skipIf(chromiumPath === undefined)(`people outside${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  async function open(): Promise<{ shop: Shop; fake: FakeChannels }> {
    const fake = await startFakeChannels({ clock: hostClock(globalThis), port: 0 })
    onTestFinished(fake.stop)
    const env = { SPEECH: 'off', PUBLIC_URL: PUBLIC, CHANNELS_IMITATED_AT: fake.url }
    return { shop: await openShop(browser, { env }), fake }
  }

  /** Answers the three questions as a new owner does, and sends them. */
  async function answerQuestions(page: Page, locale: Locale, name: string): Promise<void> {
    const { wizard, fields, channelKinds } = messagesFor(locale).people
    await page.getByLabel(wizard.name).fill(name)
    await page.getByRole('button', { name: channelKinds['ntfy'] ?? '', exact: true }).click()
    await page.getByLabel(fields.topic).fill(FAKE_SECRETS.ntfyTopic)
    await page.getByRole('button', { name: wizard.submit }).click()
  }

  /** Opens the link of the test message, as on its reader's phone, and presses the button. */
  async function answerTest({ shop, fake }: { shop: Shop; fake: FakeChannels }): Promise<void> {
    await expect.poll(() => fake.shown.length).toBe(1)
    const path = /https:\/\/bell\.example(\/e\/[-_A-Za-z0-9]{22})$/m.exec(fake.shown[0]?.text ?? '')?.[1]
    const phone = await (await browser.newContext()).newPage()
    onTestFinished(() => phone.context().close())
    await phone.goto(`${shop.server.url}${path}`)
    await phone.getByRole('button').first().click()
    await phone.waitForLoadState()
  }

  it('a new owner goes from a red lamp to a test message that was answered: three questions, no other help', async () => {
    const { shop, fake } = await open()
    const { page } = await shop.device()
    const { people, lamps } = messagesFor('zh-CN')
    // 1. The board says in red that nobody is told; its lamp leads there.
    const lamp = page.locator('.lamp[data-about="outside"]')
    await expect.poll(() => lamp.getAttribute('data-tone')).toBe('alarm')
    await lamp.click()
    await page.getByRole('button', { name: lamps.people }).click()
    await page.getByRole('heading', { name: people.title }).waitFor()
    await page.locator('.people-nobody').getByText('没有人会被通知').waitFor()
    // 2. Three questions.
    await answerQuestions(page, 'zh-CN', '王店长')
    // 3. Sent, and then answered on a phone.
    await page.locator('.people-test[data-state="sent"]').waitFor()
    await answerTest({ shop, fake })
    await page.locator('.people-test[data-state="answered"]').waitFor()
    await page.locator('.people-verified[data-verified="true"]').waitFor()
    expect(await page.locator('.people-nobody').count()).toBe(0)
    // 4. The policy says it in sentences, and the board is quiet.
    await page.locator('.people-steps').getByText('3 分钟没人接单').waitFor()
    expect(await page.locator('.people-steps li').count()).toBe(5)
    await page.getByRole('link', { name: '看板' }).click()
    await lamp.waitFor({ state: 'detached' })
    // What the channel was set up with is shown nowhere any more.
    await page.goto(`${shop.server.url}/#people`)
    await page.locator('.people-list').first().waitFor()
    expect(await page.locator('main').textContent()).not.toContain(FAKE_SECRETS.ntfyTopic)
    expect(shop.complaints).toEqual([])
  })

  it('says what is missing and what was refused, and loses nothing that was typed', async () => {
    const { shop } = await open()
    const { page } = await shop.device()
    const { people } = messagesFor('zh-CN')
    await page.goto(`${shop.server.url}/#people`)
    await page.getByRole('button', { name: people.wizard.submit }).click()
    await page.getByText(people.wizard.missing).waitFor()
    await page.getByLabel(people.wizard.name).fill('王店长')
    await page.getByLabel(people.fields.url).fill('https://example.com/not-a-robot')
    await page.getByRole('button', { name: people.wizard.submit }).click()
    await page
      .getByRole('alert')
      .filter({ hasText: people.codes['body_invalid'] ?? '' })
      .waitFor()
    expect(await page.getByLabel(people.wizard.name).inputValue()).toBe('王店长')
    expect(await page.locator('.people-list > li').count(), 'nobody was made by halves').toBe(0)
  })

  it('a contact is added, changed and removed, and what the policy names is kept', async () => {
    const { shop } = await open()
    const { page } = await shop.device()
    const { people } = messagesFor('zh-CN')
    await page.goto(`${shop.server.url}/#people`)
    await answerQuestions(page, 'zh-CN', '王店长')
    await page.locator('.people-steps').waitFor()
    await page.getByRole('button', { name: people.add }).click()
    await page.getByLabel(people.wizard.name).fill('李经理')
    await page.getByLabel(people.wizard.mobile).fill('13900139000')
    await page.getByRole('button', { name: people.save }).click()
    const li = page.locator('.people-list > li').filter({ hasText: '李经理' })
    await li.getByText('13900139000').waitFor()
    await li.getByRole('button', { name: people.edit }).click()
    await page.getByLabel(people.wizard.mobile).fill('')
    await page.getByRole('button', { name: people.save }).click()
    await li.getByText('13900139000').waitFor({ state: 'detached' })
    await li.getByRole('button', { name: people.remove }).click()
    await li.getByRole('button', { name: people.removeSure }).click()
    await li.waitFor({ state: 'detached' })
    const named = page.locator('.people-list > li').filter({ hasText: '王店长' })
    await named.getByText(people.inUse).waitFor()
  })

  it('the report of the day before is turned on, dated and turned off again by one control', async () => {
    const { shop } = await open()
    const { api, storeId } = shop.server
    const { page } = await shop.device()
    const { people } = messagesFor('zh-CN')
    await page.goto(`${shop.server.url}/#people`)
    await page.locator('.people-morning').getByText(people.morning.needs).waitFor()
    await answerQuestions(page, 'zh-CN', '王店长')
    await page.locator('.people-steps').waitFor()
    const stored = async () =>
      (
        (await api.call('GET', `/v1/stores/${storeId}/escalation`, { as: api.operatorKey })).body as {
          morning: unknown
        }
      ).morning
    const toggle = page.getByRole('switch', { name: people.morning.on })
    await toggle.click()
    await expect.poll(stored).toMatchObject({ at: '08:30' })
    const time = page.getByLabel(people.morning.at)
    await time.fill('09:15')
    await time.blur()
    await expect.poll(stored).toMatchObject({ at: '09:15' })
    await toggle.click()
    await expect.poll(stored).toBeNull()
    expect(shop.complaints).toEqual([])
  })

  it('where the store leaves it to the operator, a device sees that nobody is told, and cannot change it', async () => {
    const { shop } = await open()
    const { api, storeId } = shop.server
    const body = { settings: { devicesManage: false } }
    await api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body })
    const { page } = await shop.device()
    const { people } = messagesFor('zh-CN')
    await expect.poll(() => page.locator('.lamp[data-about="outside"]').getAttribute('data-tone')).toBe('alarm')
    await page.goto(`${shop.server.url}/#people`)
    await page.locator('.people-nobody').getByText(people.readOnly).waitFor()
    expect(await page.getByRole('button', { name: people.wizard.submit }).count()).toBe(0)
    expect(await page.getByRole('button', { name: people.add }).count()).toBe(0)
  })
})
