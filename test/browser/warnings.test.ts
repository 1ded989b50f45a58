import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop } from './support/shop.ts'

describe.skipIf(chromiumPath === undefined)(`an order’s warnings in the console${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('stand first on the alert and on the board, also when the screen has no room for what they are of', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    const dishes = Array.from({ length: 30 }, (_, i) => ({ name: `菜${i}`, quantity: 1 }))
    await shop.server.api.placePaid({
      remark: `${'好吃，'.repeat(200)}对花生过敏`,
      items: [...dishes, { name: '汤', quantity: 1, note: '走蔥' }],
    })
    await alert.waitFor()
    const told = alert.getByRole('list', { name: '注意' }).getByRole('listitem')
    expect(await told.allTextContents()).toEqual(['对花生过敏', '汤 走蔥'])
    const boxes = await Promise.all([told.first(), alert.locator('.remark')].map((one) => one.boundingBox()))
    expect(boxes[0]?.y).toBeLessThan(boxes[1]?.y ?? 0)
    await page.screenshot({ path: 'test-output/console/warnings.alert.png' })

    // Eleven dishes are not in the frame: they are read first.
    await alert.getByRole('button', { name: '看全单' }).first().click()
    await alert.getByText('菜29').waitFor()
    await page.keyboard.press('End')
    await alert.getByRole('button', { name: '接单', exact: true }).click()
    await alert.waitFor({ state: 'detached' })
    const card = page.locator('[data-column="accepted"] .card')
    await card.locator('.card-warnings').waitFor()
    expect(await card.locator('.card-warnings li').allTextContents()).toEqual(['对花生过敏', '汤 走蔥'])
    await page.screenshot({ path: 'test-output/console/warnings.board.png' })
    expect(shop.complaints).toEqual([])
  })

  it('are not told twice when the remark is nothing else', async () => {
    const shop = await openShop(browser)
    const { alert } = await shop.device()
    await shop.server.api.placePaid({ remark: '不要香菜' })
    await alert.locator('.remark').getByText('不要香菜').waitFor()
    expect(await alert.locator('.warnings').count()).toBe(0)
  })
})
