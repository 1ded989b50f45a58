import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UNDO_MS } from '../../desktop/core/answers/held-answers.ts'
import { GUARD } from '../../desktop/ui/keys/answer-guard.ts'
import { ORDER_STATUS } from '../../shared/order.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop } from './support/shop.ts'

/** What has the focus: its text, and whether it is in the alert. */
const FOCUSED = `(() => {
  const element = document.activeElement
  return { text: element.textContent.slice(0, 40), inAlert: element === document.body || element.closest('dialog') !== null }
})()`

/** Lets the time pass in which no key may answer, whatever was pressed before. */
async function calm(page: Page): Promise<void> {
  await page.clock.runFor(GUARD.keyQuiet)
}

function focusedButton(page: Page, name: string): Locator {
  return page.locator('button:focus').filter({ hasText: name })
}

describe.skipIf(chromiumPath === undefined)(`the console by keyboard alone${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('Esc is later and gives the focus back, the focus stays in the alert, Enter accepts', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    await page.clock.install()
    await page.getByRole('link', { name: '历史' }).focus()
    const order = await shop.server.api.placePaid({ number: 'K-0001' })
    const accept = alert.getByRole('button', { name: '接单' })
    await focusedButton(page, '接单').waitFor()
    for (let i = 0; i < 8; i++) {
      await page.keyboard.press(i % 3 === 0 ? 'Shift+Tab' : 'Tab')
      expect(await page.evaluate(FOCUSED)).toMatchObject({ inAlert: true })
    }
    await calm(page)
    await page.keyboard.press('Escape')
    await alert.waitFor({ state: 'detached' })
    expect(await page.evaluate(FOCUSED)).toMatchObject({ text: '历史' })

    await page.getByRole('button', { name: '处理' }).focus()
    await page.keyboard.press('Enter')
    await accept.waitFor()
    await focusedButton(page, '接单').waitFor()
    await calm(page)
    await page.keyboard.press('Enter')
    await alert.waitFor({ state: 'detached' })
    await page.locator('[data-column="accepted"]').getByText('0001').waitFor()
    await shop.orderBecomes(order.id, { status: 3 })
  })

  it('a key that was meant for something else does not answer an order that has just come', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    await page.clock.install()
    await page.clock.pauseAt(Date.now() + 60_000)
    const order = await shop.server.api.placePaid({ number: 'K-0002' })
    await alert.waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    expect(await alert.getByRole('button', { name: '接单' }).isDisabled()).toBe(true)
    await shop.orderBecomes(order.id, { status: 2 })
    await calm(page)
    await focusedButton(page, '接单').waitFor()
    await page.keyboard.press('Enter')
    await alert.waitFor({ state: 'detached' })
  })

  it('rejects: to the button, a reason, Enter; Esc among the reasons only goes back', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    await page.clock.install()
    const order = await shop.server.api.placePaid({ number: 'K-0003' })
    await focusedButton(page, '接单').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await focusedButton(page, '卖完了').waitFor()
    await page.keyboard.press('Escape')
    await focusedButton(page, '接单').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await focusedButton(page, '卖完了').waitFor()
    await page.keyboard.press('Tab')
    await calm(page)
    await page.keyboard.press('Enter')
    await alert.waitFor({ state: 'detached' })
    await shop.orderBecomes(order.id, { status: 6, reason: '太忙了' })
  })

  it('a day: accepted, undone, accepted after all, sent out, done', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device({ undoMs: 'host' })
    await page.clock.install()
    const press = async (key: string) => {
      await calm(page)
      await page.keyboard.press(key)
    }
    /** Goes on with Tab until the focus is on a button of this name. */
    const goTo = async (name: string) => {
      for (let tab = 0; tab < 40 && (await focusedButton(page, name).count()) === 0; tab++) {
        await page.keyboard.press('Tab')
      }
      expect(await focusedButton(page, name).count()).toBe(1)
    }
    const order = await shop.server.api.placePaid({ number: 'K-0004' })
    await focusedButton(page, '接单').waitFor()
    await press('Enter')
    await alert.waitFor({ state: 'detached' })
    await page.keyboard.press('Control+z')
    await focusedButton(page, '接单').waitFor()
    await press('Enter')
    await alert.waitFor({ state: 'detached' })
    await page.clock.runFor(UNDO_MS)
    for (const [stage, name, status] of [
      ['制作中', '已送出', ORDER_STATUS.delivering],
      ['配送中', '完成', ORDER_STATUS.completed],
    ] as const) {
      await goTo(stage)
      await press('Enter')
      await page.getByRole('button', { name, exact: true }).waitFor()
      await press('1')
      await focusedButton(page, name).waitFor()
      await press('Enter')
      await page.locator('.undo-row').waitFor()
      await page.clock.runFor(UNDO_MS)
      await shop.orderBecomes(order.id, { status })
    }
  })
})
