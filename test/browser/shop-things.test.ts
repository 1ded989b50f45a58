import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../shared/api/stores.ts'
import type { Locale } from '../../shared/locales.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { widthBeyondScreen } from './support/layout.ts'
import { openShop, type Shop } from './support/shop.ts'

const FOLDER = 'test-output/shop'
const SIZES = [
  { width: 1920, height: 1080 },
  { width: 768, height: 1024 },
  { width: 360, height: 640 },
] as const
const LOOKS: readonly [Locale, 'light' | 'dark'][] = [
  ['zh-CN', 'light'],
  ['zh-CN', 'dark'],
  ['en', 'light'],
  ['en', 'dark'],
]
/** Eight times some sections, each in three sizes. */
const LONG = { timeout: 400_000 }
/** An address of documentation (RFC 5737), as if the server stood in a shop's network. */
const LAN = { env: { PUBLIC_URL: 'http://192.0.2.20:8080' } }

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).focus()
  await page.keyboard.press('Enter')
}

async function openSettings(page: Page): Promise<void> {
  await page.locator('nav a[href="#settings"]').focus()
  await page.keyboard.press('Enter')
  await page.locator('.device').first().waitFor()
}

async function readStore({ server: { api, storeId } }: Shop): Promise<Store> {
  return (await api.call('GET', `/v1/stores/${storeId}`, { as: api.operatorKey })).body as Store
}

describe.skipIf(chromiumPath === undefined)(`the shop’s own things${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('by keyboard alone: the shop gets another name, another limit, and opening hours', async () => {
    const shop = await openShop(browser)
    const { page } = await shop.device()
    await openSettings(page)
    await page.getByLabel('店名').focus()
    await page.keyboard.press('Control+A')
    await page.keyboard.type('老王面馆')
    await page.getByLabel('接单时限（分钟）').focus()
    await page.keyboard.press('Control+A')
    await page.keyboard.type('0')
    await page.keyboard.press('Enter')
    await page.getByText('接单时限是 1 到 120 的整数。').waitFor()
    await page.keyboard.press('Control+A')
    await page.keyboard.type('5')
    await page.keyboard.press('Enter')
    await page.getByText('已保存。').waitFor()
    // Told by the server to every device.
    await page.locator('.shell-store').getByText('老王面馆').waitFor()
    expect(await readStore(shop)).toMatchObject({ name: '老王面馆', settings: { acceptWithinMinutes: 5, hours: null } })

    await press(page, '改营业时间')
    await press(page, '按时间营业')
    const monday = page.getByRole('group', { name: '周一' })
    await monday.getByLabel('从').fill('11:00')
    await monday.getByLabel('到').fill('02:00')
    await press(page, '每天都同周一')
    const sunday = page.getByRole('group', { name: '周日' })
    await sunday.getByRole('button', { name: '去掉 11:00–次日 02:00' }).focus()
    await page.keyboard.press('Enter')
    await sunday.getByText('休息').waitFor()
    await press(page, '加一天')
    const save = page.locator('.hours-form').getByRole('button', { name: '保存' })
    await save.focus()
    await page.keyboard.press('Enter')
    await page.getByText('请选好日期。').waitFor()
    await page.getByLabel('日期').fill('2031-10-01')
    await page.getByLabel('名称', { exact: true }).fill('国庆节')
    await save.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '改营业时间' }).waitFor()
    const evening = [{ from: '11:00', to: '02:00' }]
    expect((await readStore(shop)).settings.hours).toMatchObject({
      week: { mon: evening, sat: evening, sun: [] },
      dates: [{ date: '2031-10-01', spans: [], note: '国庆节' }],
    })
    await page.getByText(/^现在(营业中，到|休息，)/).waitFor()
    await page.getByText('2031-10-01').waitFor()
    expect(shop.complaints).toEqual([])
  })

  it('a phone joins by the QR code’s link: a press pairs it, and the shop’s list says so', async () => {
    const shop = await openShop(browser, LAN)
    const { page } = await shop.device({ name: '前台' })
    // What draws QR codes comes with the late parts, never with the first page.
    const script: string = await page.evaluate(
      "fetch(document.querySelector('script[type=module]').src).then((answer) => answer.text())",
    )
    const names = ['settings-screen', 'qr-path'].filter((name) => script.includes(name))
    expect(names).toEqual(['settings-screen'])
    await openSettings(page)
    await press(page, '添加设备')
    await page.getByTitle('用手机相机扫的二维码').or(page.locator('svg.qr-code')).first().waitFor()
    await page.locator('.invited-facts').getByText(LAN.env.PUBLIC_URL).waitFor()
    const code = (await page.locator('.invited-code').textContent()) ?? ''
    expect(code).toMatch(/^\d{4}-\d{4}-\d{4}$/)

    const phone = await (await shop.profile()).newPage()
    const asked: string[] = []
    phone.on('request', (request) => asked.push(request.url()))
    await phone.goto(`${shop.server.url}/#pair=${code.replaceAll('-', '')}`)
    const pair = phone.getByRole('button', { name: '配对', exact: true })
    await pair.waitFor()
    expect(phone.url()).not.toContain('pair')
    await phone.getByLabel('设备名称').fill('后厨手机')
    await pair.focus()
    await phone.keyboard.press('Enter')
    await phone.getByRole('button', { name: '以后再说' }).click()
    expect(asked.filter((url) => url.includes(code.slice(0, 4)))).toEqual([])

    await page.getByText('已添加：').waitFor()
    const row = page.locator('.device').filter({ hasText: '后厨手机' })
    await row.waitFor()

    await press(page, '改名：后厨手机')
    await page.keyboard.type('凉菜间')
    await page.keyboard.press('Enter')
    await page.locator('.device').filter({ hasText: '凉菜间' }).waitFor()
    await press(page, '移除：凉菜间')
    // The focus is on what keeps it.
    await page.locator('button:focus').filter({ hasText: '不移除' }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await phone.locator('.pairing-form').waitFor()
    await page.locator('.device').filter({ hasText: '凉菜间' }).waitFor({ state: 'detached' })
    expect(shop.complaints).toEqual([])
  })

  it('the device in front of somebody is removed after a warning, and rings no more', async () => {
    const shop = await openShop(browser)
    const { page } = await shop.device({ name: '前台' })
    await openSettings(page)
    await press(page, '移除：前台')
    await page.getByText(/这就是您面前的这台设备/).waitFor()
    await press(page, '移除')
    await page.locator('.pairing-form').waitFor()
  })

  it('a server that listens on its own machine alone offers no code to scan, and says what to do', async () => {
    const shop = await openShop(browser)
    const { page } = await shop.device()
    await openSettings(page)
    await press(page, '添加设备')
    await page.getByText('别的设备现在连不上这台服务器').waitFor()
    await page.getByText('HOST=0.0.0.0 npm start', { exact: true }).waitFor()
    expect(await page.locator('svg.qr-code').count()).toBe(0)
    expect(await page.locator('.add-device').textContent()).not.toMatch(/127\.0\.0\.1|localhost/)
  })

  it('where the operator keeps them, a device looks and changes nothing but itself', async () => {
    const shop = await openShop(browser)
    const { api, storeId } = shop.server
    const body = { settings: { devicesManage: false } }
    await api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body })
    await api.pair(undefined, '后厨')
    const { page } = await shop.device({ name: '前台' })
    await openSettings(page)
    await page.locator('[data-section="shop"]').getByText('这些由管理员改，本设备只能看。').waitFor()
    expect(await page.getByLabel('店名').count()).toBe(0)
    expect(await page.getByRole('button', { name: '添加设备' }).count()).toBe(0)
    expect(await page.getByRole('button', { name: /^改名/ }).allTextContents()).toEqual(['改名'])
  })

  it.each(LOOKS)('in %s, %s: pictures in test-output/', LONG, async (locale, theme) => {
    const shop = await openShop(browser, LAN)
    const { api, storeId } = shop.server
    const lunch = { from: '11:00', to: '14:00' }
    const usual = [lunch, { from: '17:00', to: '22:00' }]
    const late = [lunch, { from: '17:00', to: '02:00' }]
    const week = { mon: [], tue: usual, wed: usual, thu: usual, fri: late, sat: late, sun: usual }
    const dates = [{ date: '2031-10-01', spans: [], note: '国庆节' }]
    const body = { name: '老王面馆（建国路店）', settings: { hours: { week, dates } } }
    await api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body })
    const kitchen = await api.pair(undefined, '后厨平板')
    await api.pair(undefined, 'iPhone')
    const hello = { device: { app: 'laidan-terminal', version: '0.1.0', platform: 'linux' } }
    const screen = await shop.server.connect({ token: kitchen.token, hello })
    await screen.synced()
    const { page } = await shop.device({
      ...{ locale, name: '前台' },
      context: { colorScheme: theme, reducedMotion: 'reduce', viewport: SIZES[0] },
    })
    await openSettings(page)
    const take = async (name: string, section: 'shop' | 'devices') => {
      for (const size of SIZES) {
        await page.setViewportSize(size)
        expect(await widthBeyondScreen(page), `${name} at ${size.width} px`).toBe(0)
        const path = `${FOLDER}/${name}.${locale}.${theme}.${size.width}.png`
        await page.locator(`[data-section="${section}"]`).screenshot({ path })
      }
      await page.setViewportSize(SIZES[0])
    }
    await take('shop', 'shop')
    await page.locator('[data-section="shop"] form + h3 ~ .buttons .button').click()
    await page.locator('.hours-form').waitFor()
    await take('hours', 'shop')
    await take('devices', 'devices')
    await page.locator('.add-device .button.accept').click()
    await page.locator('svg.qr-code').waitFor()
    await take('add', 'devices')
    await page.locator('.device .button').nth(1).click()
    await page.locator('.device-form').waitFor()
    await take('remove', 'devices')
    expect(shop.complaints).toEqual([])
  })
})
