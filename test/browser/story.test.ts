import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnnouncedOutcome } from '../../shared/protocol/frames.ts'
import { isReminder } from '../support/frames.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop } from './support/shop.ts'

const OK = { speech: 'ok', notification: 'ok', dialog: 'ok' }
/** By the name of a device: what it reports, and the words that its entry ends with in either language. */
const DEVICES: Record<string, [AnnouncedOutcome, chinese: string, english: string]> = {
  厨房: [OK, '已朗读', 'spoken'],
  吧台: [{ ...OK, words: 'counted' }, '与别的单合报', 'counted with others'],
  平板: [{ ...OK, speech: 'muted' }, '只显示（静音）', 'only shown (muted)'],
  手机: [
    { speech: 'failed', notification: 'not_allowed', dialog: 'hidden' },
    '没有朗读，也没有显示（失败）',
    'neither spoken nor shown (failed)',
  ],
}

describe.skipIf(chromiumPath === undefined)(`an order’s own story on the screen${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it.each(['zh-CN', 'en'] as const)(
    'says of each device whether it spoke the order, counted it among others or only showed it: %s',
    async (locale) => {
      const shop = await openShop(browser)
      const { server } = shop
      const devices = await Promise.all(
        Object.entries(DEVICES).map(async ([name, [outcome]]) => {
          const { token } = await server.api.pair(server.storeId, name)
          return { token, outcome, device: await server.connect({ token, autoAck: true }) }
        }),
      )
      const { page, alert } = await shop.device({ name: '前台', locale, undoMs: 600_000 })
      const order = await server.api.placePaid({ number: 'STORY-0007' })
      for (const { device, outcome } of devices) {
        const reminder = await device.until(isReminder)
        device.send({ op: 'announced', id: isReminder(reminder) ? reminder.id : '', n: 1, outcome })
        await device.read()
      }
      const written = async () =>
        (
          await server.running.ctx.db.read.all(
            "SELECT 1 FROM receipts JOIN devices ON devices.id = receipts.device_id WHERE devices.name <> '前台'",
          )
        ).length
      await expect.poll(written).toBe(devices.length)
      await alert.waitFor()
      await server.api.move(devices[0]?.token ?? '', order.id, 'confirm')
      await alert.waitFor({ state: 'detached' })
      await page.locator('.slip-more').first().click()
      const receipts = page.getByRole('dialog').locator('.story-receipt')
      await receipts.first().waitFor()
      const told = await receipts.allTextContents()
      for (const [name, [, chinese, english]] of Object.entries(DEVICES)) {
        const entry = told.find((text) => text.includes(name))?.trim()
        expect(entry, name).toMatch(/ \d\d:\d\d /)
        expect(entry?.endsWith(locale === 'en' ? english : chinese), `${name}: ${entry}`).toBe(true)
      }
      expect(shop.complaints).toEqual([])
    },
  )
})
