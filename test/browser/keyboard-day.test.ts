import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UNDO_MS } from '../../desktop/core/answers/held-answers.ts'
import { GUARD } from '../../desktop/ui/keys/answer-guard.ts'
import { ORDER_STATUS, PAY_STATUS } from '../../shared/order.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop } from './support/shop.ts'

describe.skipIf(chromiumPath === undefined)(`the whole day by keyboard alone${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('paired, heard, accepted, struck off, handed over, rejected, taken back, refunded, looked up, muted, a device added', async () => {
    // An address of documentation (RFC 5737): a server that other devices reach offers codes.
    const shop = await openShop(browser, { env: { PUBLIC_URL: 'http://192.0.2.20:8080' } })
    const { api, storeId } = shop.server
    const settings = { settings: { shopMayMarkRefunds: true } }
    await api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body: settings })
    const page = await (await shop.profile({ undoMs: 'host' })).newPage()
    const alert = page.getByRole('alertdialog')
    const hand = handOn(page)

    // From the beginning on: keys that are pressed before are judged by the same clock.
    await page.clock.install()
    await page.goto(shop.server.url)
    await hand.goTo('input.field.code')
    await page.keyboard.type(await shop.code())
    await page.keyboard.press('Enter')
    await page.getByText('先听一次').waitFor()
    await hand.pressOn('播放试音')
    await page.getByText('听到铃声和“声音测试”了吗？').waitFor()
    await hand.pressOn('听到了')
    await page.locator('.link-state[data-link="connected"]').waitFor()

    const kept = await api.placePaid({ number: 'D-0001' })
    await hand.focused('接单').waitFor()
    await hand.answer('Enter')
    await alert.waitFor({ state: 'detached' })
    await page.clock.runFor(UNDO_MS)
    await shop.orderBecomes(kept.id, { status: ORDER_STATUS.confirmed })

    await page.locator('.slip').waitFor()
    await hand.answer('1')
    await hand.focused('已送出').waitFor()
    await page.keyboard.press('Shift+Tab')
    expect(await page.locator('.slip-dish:focus').getAttribute('aria-pressed')).toBe('false')
    await page.keyboard.press('Space')
    await page.locator('.slip-dish:focus[aria-pressed="true"]').waitFor()
    await hand.answer('1')
    await hand.answer('Enter')
    await page.locator('.undo-row').waitFor()
    await page.clock.runFor(UNDO_MS)
    await shop.orderBecomes(kept.id, { status: ORDER_STATUS.delivering })

    const refused = await api.placePaid({ number: 'D-0002' })
    await hand.focused('接单').waitFor()
    await hand.pressOn('拒单')
    await hand.focused('卖完了').waitFor()
    // The five seconds of an undo do not pass, however slow the machine is.
    await page.clock.pauseAt((await page.evaluate<number>('Date.now()')) + 60_000)
    await hand.answer('Enter')
    await alert.waitFor({ state: 'detached' })
    await page.keyboard.press('Control+z')
    await page.clock.resume()
    await hand.focused('接单').waitFor()
    await shop.orderBecomes(refused.id, { status: ORDER_STATUS.to_be_confirmed })
    await hand.pressOn('拒单')
    await hand.focused('卖完了').waitFor()
    await hand.answer('Enter')
    await alert.waitFor({ state: 'detached' })
    await page.clock.runFor(UNDO_MS)
    await shop.orderBecomes(refused.id, { status: ORDER_STATUS.cancelled, reason: '卖完了' })

    await hand.pressOn('待退款 1')
    await hand.pressOn('已手动退')
    await hand.pressOn('是，已经退了')
    await page.getByText('没有要退的钱。').waitFor()
    await shop.orderBecomes(refused.id, { payStatus: PAY_STATUS.refunded })
    await page.keyboard.press('Escape')

    await hand.pressOn('历史', 'a')
    await page.locator('.row').nth(1).waitFor()
    await hand.goTo('.row summary')
    await page.keyboard.press('Enter')
    await page.locator('.row details[open]').waitFor()
    await hand.pressOn('设置', 'a')
    await page.locator('.settings').waitFor()
    await hand.pressOn('静音 30 分钟')
    await page.locator('.lamp[data-about="sound"]').filter({ hasText: '静音' }).waitFor()
    await hand.pressOn('添加设备')
    await page
      .locator('.invited-code')
      .filter({ hasText: /^\d{4}-\d{4}-\d{4}$/ })
      .waitFor()
    expect(shop.complaints).toEqual([])
  })
})

/** A hand that has a keyboard and nothing else. */
function handOn(page: Page) {
  const focused = (name: string, element = 'button'): Locator =>
    page.locator(`${element}:focus`).filter({ hasText: name })

  /** Goes on with Tab until the focus is there; fails after two rounds of the page. */
  async function tabTo(there: Locator): Promise<void> {
    for (let tab = 0; tab < 120 && (await there.count()) === 0; tab++) await page.keyboard.press('Tab')
    expect(await there.count()).toBe(1)
  }

  return {
    focused,
    goTo: (selector: string) => tabTo(page.locator(`:is(${selector}):focus`)),
    async pressOn(name: string, element = 'button'): Promise<void> {
      await tabTo(focused(name, element))
      await page.keyboard.press('Enter')
    },
    /** Presses a key that answers: not before the time in which no key may. */
    async answer(key: string): Promise<void> {
      await page.clock.runFor(GUARD.keyQuiet)
      await page.keyboard.press(key)
    },
  }
}
