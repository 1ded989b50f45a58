import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Locale } from '../../shared/locales.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { widthBeyondScreen } from './support/layout.ts'
import { openShop, type Shop } from './support/shop.ts'

const FOLDER = 'test-output/console'
const WIDE = { width: 1280, height: 800 }
const PHONE = { width: 375, height: 812 }
/** A wide screen at 200 % zoom. */
const ZOOMED = { width: 640, height: 400 }

/** Some fifty pictures, taken one after the other. */
const LONG = { timeout: 400_000 }

type Theme = 'light' | 'dark'
/** On the real server; in every look: views.test.ts. */
const LOOKS: readonly [Locale, Theme][] = [
  ['zh-CN', 'light'],
  ['en', 'dark'],
]

describe.skipIf(chromiumPath === undefined)(`every screen${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it.each(LOOKS)(
    'in %s, %s: nothing is wider than the screen; pictures in test-output/',
    LONG,
    async (locale, theme) => {
      const shop = await openShop(browser)
      const take = (page: Page, name: string) => takePictures(page, `${name}.${locale}.${theme}`)
      const look = { locale, context: { colorScheme: theme, reducedMotion: 'reduce', viewport: WIDE } } as const

      const stranger = await (await shop.profile(look)).newPage()
      await stranger.goto(`${shop.server.url}/?pair=${await shop.code()}`)
      await stranger.locator('.pairing-form').waitFor()
      // Chosen by hand; else it would speak the store's language from here on.
      if (locale === 'en') await stranger.getByRole('button', { name: 'English' }).click()
      await take(stranger, 'pairing')
      await stranger.locator('.field.code').fill('000000000')
      await stranger.locator('.button.accept').click()
      await stranger.locator('.fault:not(:empty)').waitFor()
      await take(stranger, 'pairing-fault')
      await stranger.locator('.field.code').fill(await shop.code())
      await stranger.locator('.button.accept').click()
      await stranger.locator('.lead + .button.accept').click()
      await stranger.locator('.buttons .button').nth(1).click()
      await stranger.locator('.help').waitFor()
      await take(stranger, 'sound-check')
      await stranger.close()

      const urged = await seedAnswered(shop)
      const device = await shop.device(look)
      const page = await device.newTab()
      const alert = page.getByRole('alertdialog')
      await page.locator('.lamp[data-about="sound"] .lamp-told').waitFor()
      await take(page, 'bystander')
      await device.page.close()
      await page.locator('.banner[data-tone="alarm"]').waitFor()
      await take(page, 'sound-locked')
      await page.locator('.banner[data-tone="alarm"] .button').click()
      await seedWaiting(shop, urged, alert)
      await take(page, 'alert-list')
      for (const [kind, nth, name] of [
        ['urge', 0, 'alert-urge'],
        ['cancel', 0, 'alert-cancel'],
        ['missed', 0, 'alert-missed'],
        ['new_order', 1, 'alert-revived'],
        ['new_order', 0, 'alert-new-order'],
      ] as const) {
        await alert.locator(`.waiting-row[data-kind="${kind}"] .waiting-open`).nth(nth).click()
        await page.locator(`dialog[data-kind="${kind}"] .ticket`).waitFor()
        await take(page, name)
        if (name !== 'alert-new-order') await alert.locator('.chip').click()
      }
      await alert.locator('.button.reject').click()
      await alert.locator('.reasons').waitFor()
      await take(page, 'alert-reasons')
      await alert.locator('.reasons-own .button.quiet').click()
      await alert.locator('.chip').click()
      await alert.locator('.button.later').click()
      await alert.waitFor({ state: 'detached' })

      await page.locator('[data-column="accepted"] .slip').nth(1).waitFor()
      await page.locator('.toast').first().waitFor({ state: 'detached' })
      await take(page, 'board')
      await page.locator('.slip-more').first().click()
      await page.locator('.story').last().waitFor()
      await take(page, 'order')
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await page.locator('.keys-list').waitFor()
      await take(page, 'keys')
      await page.keyboard.press('Escape')
      await page.locator('button[data-stage="done"]').click()
      await page.locator('[data-column="done"] .slip').nth(1).waitFor()
      await take(page, 'board-done')
      await page.locator('nav a').nth(1).click()
      await page.locator('.row').first().waitFor()
      await page.locator('summary').nth(1).click()
      await take(page, 'history')
      await page.locator('nav a').nth(2).click()
      await page.locator('.toggle input').nth(4).check()
      await take(page, 'settings')
      await page.locator('nav a').nth(3).click()
      await page.locator('.about').waitFor()
      await take(page, 'about')

      await page.locator('nav a').first().click()
      await shop.server.stop()
      await page.locator('.banner-ticking').waitFor({ state: 'attached' })
      await take(page, 'offline')
      expect(shop.complaints).toEqual([])
    },
  )
})

async function takePictures(page: Page, name: string): Promise<void> {
  for (const size of [WIDE, PHONE, ZOOMED]) {
    await page.setViewportSize(size)
    expect(await widthBeyondScreen(page), `${name} at ${size.width} px`).toBe(0)
    const fullPage = !name.startsWith('alert')
    if (size !== ZOOMED) await page.screenshot({ path: `${FOLDER}/${name}.${size.width}.png`, fullPage })
  }
  await page.setViewportSize(WIDE)
}

const DAY_MS = 24 * 3_600_000
const number = (n: number) => `M-20261123-00${n}`
const dish = (name: string, quantity: number, note?: string) => ({ name, quantity, ...(note && { note }) })
const customer = { name: '王女士', phone: '138 0013 8000', address: '建国路 88 号 3 单元 1204' }

/** A shop at noon: orders in every state that somebody has answered. Resolves to one that can be urged. */
async function seedAnswered(shop: Shop): Promise<number> {
  const { api } = shop.server
  const { token } = await api.pair(shop.server.storeId, '厨房')
  const place = async (n: number, moves: string[], more: Parameters<typeof api.placePaid>[0]) => {
    const order = await api.placePaid({ number: number(n), customer, ...more })
    for (const move of moves) await api.move(token, order.id, move, move === 'reject' ? '卖完了' : undefined)
    return order.id
  }
  await place(31, ['confirm', 'dispatch', 'complete'], { items: [dish('牛肉面', 2)], amountMinor: 5600 })
  await place(33, ['confirm', 'complete'], { items: [dish('小笼包', 3)], amountMinor: 4200, fulfilment: 'pickup' })
  await place(34, ['reject'], { items: [dish('小龙虾', 1)], amountMinor: 9800 })
  await place(36, ['confirm', 'dispatch'], { items: [dish('水煮鱼', 1), dish('米饭', 2)], amountMinor: 8600 })
  await place(39, ['confirm'], { items: [dish('酸辣汤', 2)], amountMinor: 2400, fulfilment: 'dine_in' })
  const items = [dish('宫保鸡丁', 1, '少辣'), dish('蛋炒饭', 1)]
  return await place(38, ['confirm'], { items, amountMinor: 4850, remark: '到了打电话' })
}

/** Five reminders that wait, of each kind. */
async function seedWaiting(shop: Shop, urged: number, alert: Locator): Promise<void> {
  const { api } = shop.server
  const place = (n: number, more: Parameters<typeof api.placePaid>[0]) =>
    api.placePaid({ number: number(n), customer, ...more })
  const { db } = shop.server.running.ctx
  const called = await place(41, { items: [dish('麻婆豆腐', 1)], amountMinor: 2200 })
  await place(42, {
    items: [dish('宫保鸡丁', 2, '一份不放花生'), dish('麻婆豆腐', 1), dish('米饭', 3), dish('酸梅汤', 2)],
    amountMinor: 12_650,
    remark: '孩子对花生过敏，请千万不要放花生，谢谢！',
  })
  const items = [dish('红烧牛肉面', 1), dish('卤蛋', 2)]
  const late = await api.place({ number: number(43), customer, items, amountMinor: 3850, fulfilment: 'pickup' })
  await db.write((tx) =>
    tx.run(`UPDATE orders SET status = 6, cancelled_by = 'system', cancelled_at = created_at WHERE id = ?`, [late.id]),
  )
  await api.notify({ orderNumber: late.number, amountMinor: late.amountMinor })
  await api.call('POST', `/v1/orders/${urged}/urge`, { as: api.orderingKey })
  await api.call('POST', `/v1/orders/${called.id}/cancel`, { as: api.orderingKey, body: { reason: '点错了' } })
  // The newest, so that another one stands in front of it.
  const missed = await place(40, { items: [dish('番茄鸡蛋面', 1)], amountMinor: 2600 })
  await db.write((tx) =>
    tx.run(`UPDATE reminders SET heard_ms = ?, next_alert_at = 0 WHERE order_id = ?`, [DAY_MS, missed.id]),
  )
  await shop.orderBecomes(missed.id, { missedAt: expect.any(Number) })
  await alert.locator('.waiting-row').nth(4).waitFor()
  // None comes back while pictures are taken, however slow the machine is.
  await db.write((tx) => tx.run('UPDATE reminders SET next_alert_at = next_alert_at + ?', [DAY_MS]))
}
