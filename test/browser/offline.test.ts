import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHandshakeProxy } from '../support/handshake-proxy.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop, type Shop } from './support/shop.ts'

/** A name for this machine by which a page cannot tell that it is this machine. */
const NAME = 'shop.example'

describe.skipIf(chromiumPath === undefined)(`a page that is offline${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium([`--host-resolver-rules=MAP ${NAME} 127.0.0.1`])
  })
  afterAll(() => browser.close())

  async function paired(shop: Shop, url: string): Promise<Page> {
    const page = await (await shop.profile()).newPage()
    await page.goto(`${url}/?pair=${await shop.code()}`)
    await page.getByRole('button', { name: '配对', exact: true }).click()
    await page.getByRole('button', { name: '以后再说' }).click()
    await page.locator('.link-state[data-link="connected"]').waitFor()
    return page
  }

  /** Waits for a title; the tab's icon has its mark with it. */
  async function titled(page: Page, title: RegExp): Promise<void> {
    await expect.poll(() => page.title(), { timeout: 120_000 }).toMatch(title)
    const icon = () => page.evaluate(`document.querySelector('link[rel="icon"]').getAttribute('href')`)
    await expect.poll(icon).toBe(`./assets/${title.source.startsWith('^⚠') ? 'icon-offline' : 'icon'}.svg`)
  }

  it('says that it has no network, in title, icon and a bar that stays in sight, until it is in sync again', async () => {
    const shop = await openShop(browser, { env: { ALLOWED_HOSTS: NAME } })
    const page = await paired(shop, shop.server.url.replace('127.0.0.1', NAME))
    await titled(page, /^来单$/)
    const network = await page.context().newCDPSession(page)
    const emulate = (offline: boolean) =>
      network.send('Network.emulateNetworkConditions', {
        ...{ offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 },
      })
    await network.send('Network.enable')
    await emulate(true)
    // Emulation leaves an open socket alone; a network that goes does not.
    await shop.server.stop()
    await titled(page, /^⚠ 收不到新订单：本机没有网络 – 来单$/)
    const bar = page.getByRole('alert').filter({ hasText: '本机没有网络' })
    await page.getByRole('link', { name: '设置' }).click()
    await page.evaluate('scrollTo(0, document.body.scrollHeight)')
    expect((await bar.boundingBox())?.y).toBeGreaterThanOrEqual(0)

    await shop.server.restart({ env: { PORT: new URL(shop.server.url).port, ALLOWED_HOSTS: NAME } })
    await emulate(false)
    await titled(page, /^来单$/)
    await bar.waitFor({ state: 'detached' })
  })

  it('says that a proxy blocks WebSockets, which the browser tells no page, and that the server is away', async () => {
    const shop = await openShop(browser)
    const proxy = await startHandshakeProxy(shop.server.url, 'passes')
    const page = await paired(shop, proxy.url)
    proxy.handshakes = '403 Forbidden'
    proxy.cut()
    await titled(page, /^⚠ 收不到新订单：中间有代理挡住了 WebSocket – 来单$/)
    await page.getByRole('alert').filter({ hasText: 'nginx 要转发 Upgrade 和 Host' }).waitFor()

    proxy.handshakes = 'passes'
    await page.evaluate(`dispatchEvent(new Event('online'))`)
    await titled(page, /^来单$/)
    await shop.server.stop()
    proxy.cut()
    // The proxy answers 502 for a server that is gone.
    await titled(page, /^⚠ 收不到新订单：服务器拒绝连接（HTTP 502） – 来单$/)
  })
})
