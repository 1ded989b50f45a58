import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPathProxy } from '../support/path-proxy.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop, type Shop } from './support/shop.ts'

const PUBLIC = { env: { PUBLIC_URL: 'https://example.com/bell' } }

describe.skipIf(chromiumPath === undefined)(`a server below a path of a reverse proxy${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  async function paired(shop: Shop, url: string, context = shop.profile()) {
    const page = await (await context).newPage()
    await page.goto(`${url}?pair=${await shop.code()}`)
    await page.getByRole('button', { name: '配对', exact: true }).click()
    await page.getByRole('button', { name: '以后再说' }).click()
    await page.locator('.link-state[data-link="connected"]').waitFor()
    return page
  }

  it.each([
    ['takes the path away', true],
    ['passes the path on', false],
  ])('is paired, rings and is answered through a proxy that %s', async (_what, strips) => {
    const shop = await openShop(browser, PUBLIC)
    const origin = await startPathProxy([{ path: '/bell', server: shop.server.url, strips }])
    const page = await paired(shop, `${origin}/bell/`)
    const order = await shop.server.api.placePaid()
    await page.getByRole('alertdialog').getByRole('button', { name: '接单', exact: false }).first().click()
    await shop.orderBecomes(order.id, { status: 3 })
    await page.getByRole('link', { name: '关于' }).click()
    await page.getByText(`${origin}/bell`).waitFor()
    expect(new URL(page.url()).pathname).toBe('/bell/')
    expect(shop.complaints).toEqual([])
  })

  it('the path without its slash leads to the page, where the proxy passes it on', async () => {
    const shop = await openShop(browser, PUBLIC)
    const origin = await startPathProxy([{ path: '/bell', server: shop.server.url, strips: false }])
    const page = await paired(shop, `${origin}/bell`)
    expect(new URL(page.url()).pathname).toBe('/bell/')
  })

  it('two servers of one origin are two devices of a browser: neither sees what the other keeps', async () => {
    const [one, two] = [await openShop(browser, PUBLIC), await openShop(browser)]
    const origin = await startPathProxy([
      { path: '/bell', server: one.server.url, strips: true },
      { path: '/gong', server: two.server.url, strips: true },
    ])
    const context = await one.profile()
    await paired(one, `${origin}/bell/`, Promise.resolve(context))
    await paired(two, `${origin}/gong/`, Promise.resolve(context))
    const order = await two.server.api.placePaid()
    const [bell, gong] = context.pages()
    if (bell === undefined || gong === undefined) throw new Error('there are two pages')
    await gong.getByRole('alertdialog').waitFor()
    expect(await bell.getByRole('alertdialog').count()).toBe(0)
    await two.orderBecomes(order.id, { status: 2 })
  })
})
