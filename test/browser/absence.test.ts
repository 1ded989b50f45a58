import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop } from './support/shop.ts'

const OFFLINE = '收不到新订单'
const BYSTANDER = '另一个标签页正在负责响铃'

describe.skipIf(chromiumPath === undefined)(`when something is away${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('offline is loud; an answer given meanwhile arrives when the server is back, and so do new orders', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    const order = await shop.server.api.placePaid({ number: 'AWAY-0001' })
    await alert.waitFor()
    await shop.server.stop()
    await page.getByRole('alert').filter({ hasText: OFFLINE }).waitFor({ state: 'attached' })
    await alert.getByRole('button', { name: '接单' }).click()
    await page.getByText('1 个处理结果等待送达服务器').waitFor()
    await alert.waitFor({ state: 'detached' })

    const again = await shop.server.restart({ env: { PORT: new URL(shop.server.url).port } })
    await page.evaluate(`dispatchEvent(new Event('online'))`)
    await page.getByText(OFFLINE).waitFor({ state: 'detached' })
    await page.locator('[data-column="accepted"]').getByText('0001').waitFor()
    const { body } = await again.api.call('GET', `/v1/orders/${order.id}`, { as: again.api.orderingKey })
    expect(body).toMatchObject({ status: 3 })
    await again.api.placePaid({ number: 'AWAY-0002' })
    await alert.getByText('AWAY-0002').waitFor()
  })

  it('catches up with what came while every tab was closed', async () => {
    const shop = await openShop(browser)
    const { page, newTab } = await shop.device()
    await page.close()
    await shop.server.api.placePaid({ number: 'GONE-0003' })
    const tab = await newTab()
    await tab.getByRole('alertdialog').getByText('GONE-0003').waitFor()
  })

  it('a page that nobody has pressed says that sound is off, until it is pressed; then, that no voice is there', async () => {
    const shop = await openShop(browser, { env: { SPEECH: 'off' } })
    const { page, newTab } = await shop.device()
    await page.close()
    const tab = await newTab()
    await tab.getByRole('alert').filter({ hasText: '声音还没有打开' }).waitFor()
    await tab.getByRole('button', { name: '打开声音' }).click()
    await tab.getByText('声音还没有打开').waitFor({ state: 'detached' })
    // This machine's Chromium has no voices at all, and the server does not speak for it.
    await tab.getByText('没有中文语音').waitFor()
  })

  it('of two tabs one rings; the other mirrors it, can answer, and takes over when the first goes', async () => {
    const shop = await openShop(browser)
    const first = await shop.device()
    const second = await first.newTab()
    await second.getByText(BYSTANDER).waitFor()
    expect(await first.page.getByText(BYSTANDER).count()).toBe(0)
    await shop.server.api.placePaid({ number: 'TAB-0001' })
    await first.alert.waitFor()
    await second.getByRole('alertdialog').getByRole('button', { name: '接单' }).click()
    await first.alert.waitFor({ state: 'detached' })
    await second.locator('[data-column="accepted"]').getByText('0001').waitFor()
    expect(shop.server.running.connections()).toBe(1)

    await first.page.close()
    await second.getByText(BYSTANDER).waitFor({ state: 'detached' })
    await second.locator('.link-state[data-link="connected"]').waitFor()
    await shop.server.api.placePaid({ number: 'TAB-0002' })
    await second.getByRole('alertdialog').getByText('TAB-0002').waitFor()
    expect(shop.complaints).toEqual([])
  })
})
