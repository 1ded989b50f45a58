import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Locale } from '../../shared/locales.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop, type Shop } from './support/shop.ts'

const LABELS = {
  'zh-CN': { key: '运营者的密钥', signIn: '登录', stores: '门店' },
  en: { key: 'Key of the operator', signIn: 'Sign in', stores: 'Stores' },
} as const

/** Opens the page in a profile of its own and signs in with a key. */
async function signIn(shop: Shop, key: string, locale: Locale = 'zh-CN', context = {}): Promise<Page> {
  const page = await (await shop.profile({ locale, context })).newPage()
  await page.goto(`${shop.server.url}/admin`)
  const labels = LABELS[locale]
  await page.getByLabel(labels.key).fill(key)
  await page.getByRole('button', { name: labels.signIn }).click()
  await page.getByRole('heading', { name: labels.stores, level: 1 }).waitFor()
  return page
}

describe.skipIf(chromiumPath === undefined)(`the operator’s page${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('opens with a key alone, keeps it nowhere, and is closed by the sign-out in every tab', async () => {
    const shop = await openShop(browser)
    const { operatorKey } = shop.server.api
    const page = await (await shop.profile()).newPage()
    await page.goto(`${shop.server.url}/admin/`)
    const field = page.getByLabel('运营者的密钥')
    await field.fill('ldo_wrong')
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByText('这个密钥不存在、已吊销或已过期').waitFor()
    expect(await field.inputValue()).toBe('')
    await field.fill(operatorKey)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '门店', level: 1 }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/admin')

    const [cookie, ...more] = await page.context().cookies()
    expect([cookie?.name, cookie?.httpOnly, cookie?.sameSite, cookie?.expires, more]).toEqual([
      'laidan_admin',
      true,
      'Strict',
      -1,
      [],
    ])
    const kept = await page.evaluate(`(async () => JSON.stringify([
      location.href, document.cookie, document.documentElement.outerHTML,
      { ...localStorage }, { ...sessionStorage }, await indexedDB.databases(), await caches.keys(),
    ]))()`)
    expect(kept).not.toContain(operatorKey)
    expect(kept).not.toContain(cookie?.value)

    const other = await page.context().newPage()
    await other.goto(`${shop.server.url}/admin`)
    await other.getByRole('heading', { name: '门店', level: 1 }).waitFor()
    await page.getByRole('button', { name: '退出' }).click()
    await field.waitFor()
    await other.getByRole('button', { name: '刷新' }).click()
    await other.getByText('会话已结束').waitFor()
    expect(shop.complaints).toEqual([])
  })

  it('tells at a glance which store wants a look: no device, nobody told, no rehearsal, and who waits', async () => {
    const shop = await openShop(browser)
    const { api } = shop.server
    await api.placePaid()
    const page = await signIn(shop, api.operatorKey)
    const card = page.locator('.admin-cards > li')
    await card.waitFor()
    expect(await card.locator('dd').allTextContents()).toEqual(['⚠ 0 / 0', '1', '0 分钟', '⚠ 不通知任何人', '⚠ 从未'])
    const { token } = await api.pair()
    await shop.server.connect({ token })
    await page.getByRole('button', { name: '刷新' }).click()
    await card.getByText('1 / 1').waitFor()
    expect(shop.complaints).toEqual([])
  })

  it('issues a pairing code that pairs, shows devices whatever they are called, and removes one', async () => {
    const shop = await openShop(browser)
    const { api, storeId } = shop.server
    const hostile = '<img src=x onerror=alert(1)>\u202e'
    await api.pair(storeId, hostile)
    const page = await signIn(shop, api.operatorKey)
    await page.locator('.admin-cards a').click()
    await page.getByText('<img src=x onerror=alert(1)>').waitFor()
    await page.getByRole('button', { name: '生成配对码' }).click()
    const code = await page.locator('.admin-code').textContent()
    expect(code).toMatch(/^\d{4}-\d{4}-\d{4}$/)
    const { status } = await api.call('POST', '/v1/devices/pair', { body: { code, name: '后厨', platform: 'test' } })
    expect(status).toBe(201)
    await page.getByRole('button', { name: '刷新' }).click()
    const row = page.locator('.admin-rows > li', { hasText: '后厨' })
    await row.getByRole('button', { name: '移除' }).click()
    await row.getByRole('button', { name: '确定移除' }).click()
    await row.waitFor({ state: 'detached' })
    expect(shop.complaints).toEqual([])
  })

  it('decides about money: applies it to the order, notes what went back by hand', async () => {
    const shop = await openShop(browser)
    const { api } = shop.server
    await seed(shop)
    const waits = await api.place({ number: 'B-0001', amountMinor: 1_200 })
    const page = await signIn(shop, api.operatorKey)
    await page.getByRole('link', { name: '款项' }).click()
    const review = page.locator('.admin-rows > li', { hasText: 'NO-SUCH' })
    await review.getByLabel('它要付的订单的编号').fill(String(waits.id))
    await review.getByRole('button', { name: '入账到订单' }).click()
    await review.getByRole('button', { name: '确定入账到订单' }).click()
    await review.waitFor({ state: 'detached' })
    await shop.orderBecomes(waits.id, { status: 2 })
    const due = page.locator('.admin-rows > li', { hasText: 'A-0002' })
    await due.getByLabel('怎样退的').fill('现金')
    await due.getByRole('button', { name: '记为已手动退' }).click()
    await due.getByRole('button', { name: '确定记为已手动退' }).click()
    await due.waitFor({ state: 'detached' })
    const { body } = await api.call('GET', '/v1/payments?state=refunded', { as: api.operatorKey })
    expect(body).toMatchObject({ payments: [{ orderNumber: 'A-0002' }] })
    expect(shop.complaints).toEqual([])
  })

  it('makes a key that works and is shown once; when its own key is revoked, the page closes', async () => {
    const shop = await openShop(browser)
    const { api } = shop.server
    const page = await signIn(shop, api.operatorKey)
    await page.getByRole('link', { name: '密钥' }).click()
    await page.getByLabel('角色').selectOption('operator')
    await page.getByLabel('名称').fill('老板')
    await page.getByRole('button', { name: '新建密钥' }).click()
    const key = (await page.locator('.admin-secret').textContent()) ?? ''
    expect((await api.call('GET', '/v1/keys', { as: key })).status).toBe(200)
    await page.getByRole('link', { name: '审计' }).click()
    await page.locator('.admin-rows strong', { hasText: 'key.create' }).waitFor()
    await page.getByRole('link', { name: '密钥' }).click()
    const own = page.locator('.admin-rows > li', { hasText: '本次会话的密钥' })
    await own.waitFor()
    expect(await page.content()).not.toContain(key)
    await own.getByRole('button', { name: '吊销' }).click()
    await own.getByRole('button', { name: '确定吊销' }).click()
    await page.getByText('会话已结束').waitFor()
    expect(shop.complaints).toEqual([])
  })

  it('tells the story of an order that is found by its number', async () => {
    const shop = await openShop(browser)
    await seed(shop)
    const page = await signIn(shop, shop.server.api.operatorKey)
    await page.getByRole('link', { name: '订单' }).click()
    await page.getByLabel('订单号的开头或末尾').fill('0002')
    await page.getByRole('button', { name: '查找' }).click()
    await page.getByRole('link', { name: 'A-0001' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'A-0002' }).click()
    await page.getByText('来单：提醒开始').waitFor()
    await page.getByText('来单：已处理（收银台）').waitFor()
    await page.getByText('待退款').waitFor()
  })

  it('a reader looks and changes nothing', async () => {
    const shop = await openShop(browser)
    const { api, storeId } = shop.server
    await api.pair(storeId, '前台')
    const made = await api.call('POST', '/v1/keys', {
      as: api.operatorKey,
      body: { role: 'read_only', name: '会计' },
    })
    const page = await signIn(shop, (made.body as { key: string }).key)
    await page.locator('.admin-cards a').click()
    await page.getByText('前台').waitFor()
    for (const name of ['生成配对码', '移除']) expect(await page.getByRole('button', { name }).count()).toBe(0)
  })
})

/** An order that a device has announced, money in review and money to be returned by hand, and an address that is told. */
async function seed({ server }: Shop): Promise<{ id: number }> {
  const { api } = server
  const { token } = await api.pair(server.storeId, '收银台')
  await server.connect({ token, announces: true })
  const order = await api.placePaid({ number: 'A-0001' })
  await api.notify({ orderNumber: 'NO-SUCH', amountMinor: 1_200, currency: 'CNY' })
  const off = await api.placePaid({ number: 'A-0002' })
  await api.move(token, off.id, 'reject', '卖完了')
  const body = { url: 'https://orders.example/laidan' }
  await api.call('POST', '/v1/webhook-endpoints', { as: api.operatorKey, body })
  return order
}

/** WCAG 2.2, A and AA, as axe names the parts. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

describe.skipIf(chromiumPath === undefined)(`the operator’s page, seen${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it.each([
    ['zh-CN', 'light'],
    ['zh-CN', 'dark'],
    ['en', 'light'],
    ['en', 'dark'],
  ] as const)('in %s, %s, every page can be read, and is no wider than a phone', async (locale, theme) => {
    const shop = await openShop(browser)
    const { api } = shop.server
    const { id } = await seed(shop)
    const context = { colorScheme: theme, reducedMotion: 'reduce', viewport: { width: 1280, height: 800 } } as const
    const faults: string[] = []
    const look = async (page: Page, name: string) => {
      for (const [size, width] of [
        ['wide', 1280],
        ['phone', 360],
      ] as const) {
        await page.setViewportSize({ width, height: 800 })
        await page.screenshot({ path: `test-output/admin/${name}.${locale}.${theme}.${size}.png`, fullPage: true })
        const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
        if (Number(beyond) > 0) faults.push(`${name} at ${width}: ${beyond} px beyond the screen`)
        faults.push(...(await violations(page)).map((fault) => `${name} at ${width}: ${fault}`))
      }
      await page.setViewportSize({ width: 1280, height: 800 })
    }
    const page = await (await shop.profile({ locale, context })).newPage()
    await page.goto(`${shop.server.url}/admin`)
    await page.getByLabel(LABELS[locale].key).waitFor()
    await look(page, 'sign-in')
    await page.getByLabel(LABELS[locale].key).fill(api.operatorKey)
    await page.getByRole('button', { name: LABELS[locale].signIn }).click()
    await page.locator('.admin-cards > li').waitFor()
    await look(page, 'stores')
    await page.locator('.admin-cards a').click()
    await page.locator('.admin-rows > li').waitFor()
    await look(page, 'store')
    for (const [place, there] of [
      ['money', '.admin-decision'],
      ['orders', '.admin-rows > li'],
      [`orders/${id}`, '.admin-rows > li'],
      ['webhooks', '.admin-rows > li'],
      ['keys', '.admin-rows > li'],
      ['audit', '.admin-rows > li'],
      ['about', '.facts'],
    ] as const) {
      await page.evaluate(`location.hash = ${JSON.stringify(place)}`)
      await page.locator(there).first().waitFor()
      await look(page, place.replace(/\W.*/, '-story'))
    }
    expect(faults).toEqual([])
    expect(shop.complaints).toEqual([])
  })
})

/** What axe finds wrong on a page as it stands: the rule, and the elements. */
async function violations(page: Page): Promise<string[]> {
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(axe.source)
  const run = `axe.run(document, { runOnly: ${JSON.stringify(WCAG)}, resultTypes: ['violations'] })`
  const { violations } = (await page.evaluate(run)) as axe.AxeResults
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' · ')}`)
}
