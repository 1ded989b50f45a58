import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { rushOrder } from '../../../desktop/views/data/rush.ts'
import { readConfig } from '../../../server/config.ts'
import { createLogger } from '../../../server/lib/logger.ts'
import { systemRandom } from '../../../server/lib/random.ts'
import { type RunningServer, startServer } from '../../../server/start-server.ts'
import type { PairingCodeGrant } from '../../../shared/api/devices.ts'
import { createPatientTime } from '../../browser/support/patient-clock.ts'
import { seedWall } from '../../browser/support/wall-orders.ts'
import { createTestApi, type TestApi } from '../../support/test-api.ts'

const SECRET = `whsec_${Buffer.from('a secret for a screen and nothing else').toString('base64')}`
const MANY = 1_000_000
const LIMITS = { callsPerMinute: MANY, pairingsPerMinute: MANY, derivationsPerMinute: MANY, speechPerMinute: MANY }
const AT_ONCE = 8
/** A page with hundreds of orders on a slow machine. */
const PATIENCE_MS = 120_000

/** The real server with a shop that has open orders, always the same ones, and browsers that are paired with it. */
export interface ScreenShop {
  url: string
  api: TestApi
  running: RunningServer
  /** Opens a browser profile that is paired, and its console. */
  open(browser: Browser): Promise<{ context: BrowserContext; page: Page }>
  /** Places orders that nobody answers. */
  place(count: number): Promise<void>
  stop(): Promise<void>
}

/** Starts a shop in a temporary folder, with so many orders that are being made. Its time of day passes slowly, so that no reminder comes back while it is measured. */
export async function startScreenShop(cooking: number): Promise<ScreenShop> {
  const dataDir = await mkdtemp(join(tmpdir(), 'laidan-screen-'))
  const running = await startServer({
    ...createPatientTime(),
    config: readConfig({ PORT: '0', DATA_DIR: dataDir, STANDARD_WEBHOOKS_SECRET: SECRET, SPEECH: 'off' }),
    databaseNow: 'clock',
    random: systemRandom,
    logger: createLogger('silent'),
    makeWebhooksSecret: () => SECRET,
    limits: LIMITS,
  })
  const api = await createTestApi(running, dataDir)
  const { storeId } = api
  await seedWall({ server: { api, running, storeId } }, cooking)
  async function place(count: number): Promise<void> {
    const places = Array.from({ length: count }, (_, index) => index)
    while (places.length > 0) {
      const together = places
        .splice(0, AT_ONCE)
        .map((index) => api.placePaid({ ...rushOrder(index), number: `N-${String(index + 1).padStart(4, '0')}` }))
      await Promise.all(together)
    }
  }

  async function open(browser: Browser): Promise<{ context: BrowserContext; page: Page }> {
    const path = `/v1/stores/${storeId}/pairing-codes`
    const { code } = (await api.call('POST', path, { as: api.operatorKey })).body as PairingCodeGrant
    const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1_920, height: 1_080 } })
    context.setDefaultTimeout(PATIENCE_MS)
    const page = await context.newPage()
    await page.goto(`${running.url}/?pair=${code}`)
    await page.getByRole('button', { name: '配对', exact: true }).click()
    await page.getByRole('button', { name: '以后再说' }).click()
    await page.locator('.link-state[data-link="connected"]').waitFor({ state: 'attached' })
    return { context, page }
  }

  return {
    url: running.url,
    api,
    running,
    open,
    place,
    async stop() {
      await running.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
