import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Device } from '../../shared/api/devices.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop } from './support/shop.ts'

describe.skipIf(chromiumPath === undefined)(`pairing the console${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('tells what is wrong with a code, takes a right one, and hears the bell once before the board', async () => {
    const shop = await openShop(browser)
    const page = await (await shop.profile()).newPage()
    await page.goto(shop.server.url)
    const code = page.getByLabel('配对码或链接')
    const pair = page.getByRole('button', { name: '配对', exact: true })
    await code.fill('12345')
    await pair.click()
    await page.getByText('配对码是十二位数字').waitFor()
    await code.fill('http://elsewhere.example/?pair=123-456-789')
    await pair.click()
    await page.getByText('这个链接属于另一台服务器').waitFor()
    await code.fill('000-000-000')
    await pair.click()
    await page.getByText('配对码不对、已用过或已过期').waitFor()
    await code.fill((await shop.code()).replaceAll('-', ' '))
    await page.getByLabel('设备名称').fill('收银台')
    await pair.click()
    await page.getByRole('button', { name: '播放试音' }).click()
    await page.getByText('听到铃声和“声音测试”了吗？').waitFor()
    await page.getByRole('button', { name: '没有听到' }).click()
    await page.getByText('检查音量是否关闭或太小').waitFor()
    await page.getByRole('button', { name: '播放试音' }).click()
    await page.getByRole('button', { name: '听到了', exact: true }).click()
    await page.getByRole('heading', { name: '待处理' }).waitFor()
    const list = `/v1/stores/${shop.server.storeId}/devices`
    const { body } = await shop.server.api.call('GET', list, { as: shop.server.api.operatorKey })
    expect(body).toMatchObject({ devices: [{ name: '收银台', connected: true }] })
    expect(shop.complaints).toEqual([])
  })

  it('a link fills the code in, waits for the press, and leaves no trace in the address', async () => {
    const shop = await openShop(browser)
    const page = await (await shop.profile({ locale: 'en' })).newPage()
    const code = await shop.code()
    await page.goto(`${shop.server.url}/#pair=${code}`)
    expect(await page.getByLabel('Pairing code or link').inputValue()).toBe(code)
    expect(page.url()).not.toContain(code)
    await page.getByRole('button', { name: 'Pair', exact: true }).click()
    await page.getByRole('heading', { name: /先听一次|Listen once/ }).waitFor()
  })

  it('a revoked device is told so and asks for a new code', async () => {
    const shop = await openShop(browser)
    const { page } = await shop.device()
    const { api, storeId } = shop.server
    const { body } = await api.call('GET', `/v1/stores/${storeId}/devices`, { as: api.operatorKey })
    const [device] = (body as { devices: Device[] }).devices
    await api.call('DELETE', `/v1/devices/${device?.id}`, { as: api.operatorKey })
    await page.getByText('本设备已被移除').waitFor()
    await page.getByLabel('配对码或链接').fill(await shop.code())
    await page.getByRole('button', { name: '配对', exact: true }).click()
    await page.locator('.link-state[data-link="connected"]').waitFor()
  })

  it('the server that is away is not mistaken for a wrong code', async () => {
    const shop = await openShop(browser)
    const page = await (await shop.profile()).newPage()
    await page.goto(shop.server.url)
    await page.getByLabel('配对码或链接').fill('123-456-789')
    await shop.server.stop()
    await page.getByRole('button', { name: '配对', exact: true }).click()
    await page.getByText('连不上服务器').waitFor()
  })
})
