import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import type { PairingCodeGrant } from '../../../shared/api/devices.ts'
import type { Order } from '../../../shared/api/orders.ts'
import type { Locale } from '../../../shared/locales.ts'
import { startTestServer, type TestServer, type TestServerOptions } from '../../support/test-server.ts'
import { createPatientTime } from './patient-clock.ts'

/** A machine under load may need this long for what takes milliseconds. */
const PATIENCE_MS = 240_000

const LABELS = {
  'zh-CN': { pair: '配对', skip: '以后再说', code: '配对码或链接', name: '设备名称' },
  en: { pair: 'Pair', skip: 'Not now', code: 'Pairing code or link', name: 'Name of this device' },
}

export interface DeviceOptions {
  name?: string
  locale?: Locale
  context?: BrowserContextOptions
  /** Runs in every page of the device before anything of ours. */
  before?: string
  /** How long an answer can be taken back there, milliseconds; 0 where a test does not say. `host`: as for people. */
  undoMs?: number | 'host'
}

/** One browser profile that is paired with the store. */
export interface BrowserDevice {
  context: BrowserContext
  page: Page
  alert: Locator
  /** Another tab of the same profile. */
  newTab(): Promise<Page>
}

export interface Shop {
  server: TestServer
  code(): Promise<string>
  /** A profile that knows nothing yet. */
  profile(options?: DeviceOptions): Promise<BrowserContext>
  /** A profile that was paired by its link, with one tab open; sound is unlocked by the press that pairs. */
  device(options?: DeviceOptions): Promise<BrowserDevice>
  /** Waits until the server tells an order so. An answer leaves the screen when it is given, before it has arrived. */
  orderBecomes(id: number, order: Partial<Order>): Promise<void>
  /** What went wrong in any page so far: errors nobody caught, and what the CSP refused. */
  complaints: string[]
}

/** The real server, and browser profiles that use its console as merchants do. */
export async function openShop(browser: Browser, options: TestServerOptions = {}): Promise<Shop> {
  const server = await startTestServer({ ...createPatientTime(), ...options })
  const complaints: string[] = []

  async function code(): Promise<string> {
    const path = `/v1/stores/${server.storeId}/pairing-codes`
    const reply = await server.api.call('POST', path, { as: server.api.operatorKey })
    return (reply.body as PairingCodeGrant).code
  }

  async function profile(own: DeviceOptions = {}): Promise<BrowserContext> {
    const context = await browser.newContext({ locale: own.locale ?? 'zh-CN', ...own.context })
    context.setDefaultTimeout(PATIENCE_MS)
    onTestFinished(() => context.close())
    if (own.before !== undefined) await context.addInitScript(own.before)
    if (own.undoMs !== 'host') await context.addInitScript(`globalThis.laidanUndoMs = ${own.undoMs ?? 0}`)
    context.on('weberror', (error) => complaints.push(error.error().message))
    context.on('console', (message) => {
      if (/Content Security Policy|Minified React error/i.test(message.text())) complaints.push(message.text())
    })
    return context
  }

  async function device(own: DeviceOptions = {}): Promise<BrowserDevice> {
    const labels = LABELS[own.locale ?? 'zh-CN']
    const context = await profile(own)
    const newTab = async () => {
      const page = await context.newPage()
      await page.goto(server.url)
      return page
    }
    const page = await context.newPage()
    await page.goto(`${server.url}/?pair=${await code()}`)
    if (own.name !== undefined) await page.getByLabel(labels.name).fill(own.name)
    // Chosen by hand; else a device speaks its store's language.
    if (own.locale === 'en') await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: labels.pair, exact: true }).click()
    await page.getByRole('button', { name: labels.skip }).click()
    await page.locator('.link-state[data-link="connected"]').waitFor()
    return { context, page, alert: page.getByRole('alertdialog'), newTab }
  }

  async function orderBecomes(id: number, order: Partial<Order>): Promise<void> {
    const { api } = server
    const look = async () => (await api.call('GET', `/v1/orders/${id}`, { as: api.orderingKey })).body
    await expect.poll(look, { timeout: PATIENCE_MS }).toMatchObject(order)
  }

  return { server, code, profile, device, orderBecomes, complaints }
}
