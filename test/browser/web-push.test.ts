import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FAKE_SECRETS } from '../../demo/channels/check-signature.ts'
import { messagesFor } from '../../desktop/ui/messages/index.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop } from './support/shop.ts'

const { pushPublic: p256dh, pushAuth: auth } = FAKE_SECRETS
const ENDPOINT = 'https://push.imitated.example/send/a-browser'

/** Stands in for the push service, which this machine does not reach; the worker and its permission are the browser's own. */
const SERVICE = `
  PushManager.prototype.getSubscription = async () => null
  PushManager.prototype.subscribe = async (options) => {
    globalThis.asked = { visible: options.userVisibleOnly, bytes: options.applicationServerKey.byteLength }
    return { toJSON: () => (${JSON.stringify({ endpoint: ENDPOINT, keys: { p256dh, auth } })}) }
  }
`

describe.skipIf(chromiumPath === undefined)(`pushes to a browser${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('one press makes the browser a way, and its worker shows what is pushed', async () => {
    const shop = await openShop(browser)
    const { api, storeId, url } = shop.server
    const { page, context } = await shop.device({ before: SERVICE, context: { permissions: ['notifications'] } })
    const { people } = messagesFor('zh-CN')
    await page.goto(`${url}/#people`)
    await page.getByRole('button', { name: people.push }).click()
    await page.locator('.people-list').getByText('push.imitated.example').waitFor()
    expect(await page.evaluate('globalThis.asked')).toEqual({ visible: true, bytes: 65 })
    const { body } = await api.call('GET', `/v1/stores/${storeId}/channels`, { as: api.operatorKey })
    expect(body).toMatchObject({ channels: [{ kind: 'web_push', host: 'push.imitated.example' }] })

    const session = await context.newCDPSession(page)
    const registered = new Promise<string>((resolve) => {
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [one] }) => {
        if (one !== undefined) resolve(one.registrationId)
      })
    })
    await session.send('ServiceWorker.enable')
    const data = JSON.stringify({ id: 'ef_1', title: '来单 小店', body: '1单无人处理', link: `${url}/e/x` })
    await session.send('ServiceWorker.deliverPushMessage', { origin: url, registrationId: await registered, data })
    const shown = `navigator.serviceWorker.getRegistration('assets/').then((one) => one.getNotifications())
      .then((all) => all.map(({ title, body, data }) => ({ title, body, link: data.link })))`
    await expect
      .poll(() => page.evaluate(shown), { timeout: 60_000 })
      .toEqual([{ title: '来单 小店', body: '1单无人处理', link: `${url}/e/x` }])
    expect(shop.complaints).toEqual([])
  })

  it('a human who refuses is told so, and nothing is made', async () => {
    const shop = await openShop(browser)
    const { api, storeId, url } = shop.server
    const refuse = `${SERVICE}; Notification.requestPermission = async () => 'denied'`
    const { page } = await shop.device({ before: refuse })
    const { people } = messagesFor('zh-CN')
    await page.goto(`${url}/#people`)
    await page.getByRole('button', { name: people.push }).click()
    await page.getByText(people.pushFailed(people.codes['not_allowed'] ?? '')).waitFor()
    const { body } = await api.call('GET', `/v1/stores/${storeId}/channels`, { as: api.operatorKey })
    expect(body).toEqual({ channels: [] })
  })
})
