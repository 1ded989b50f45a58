import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { closedOf, FUTURE, ORDER, reminderOf } from '../support/future-frames.ts'
import { startFutureServer } from '../support/future-server.ts'
import { KEPT_CLIENTS } from '../support/kept-clients.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'

const PATIENCE_MS = 120_000

/** Stands in for the voice that a Chromium of a test machine lacks: ends each part at once, and notes what it said. */
const VOICE = `
  globalThis.said = []
  globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }
  const voice = { name: 'Near', lang: 'zh-CN', voiceURI: 'near', localService: true }
  const synth = {
    getVoices: () => [voice],
    addEventListener() {},
    resume() {},
    cancel() {},
    speak(utterance) {
      if (utterance.text !== '') globalThis.said.push(utterance.text)
      setTimeout(() => utterance.onend?.(), 0)
    },
  }
  Object.defineProperty(globalThis, 'speechSynthesis', { value: synth })
`

describe.skipIf(chromiumPath === undefined)(`the console of an earlier version${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it.each(KEPT_CLIENTS.map((client) => [client.version, client] as const))(
    '%s keeps its link to a server of the future, shows and says what it does not know, and is acknowledged to the head',
    async (_, client) => {
      const open = { seq: 3, entries: [reminderOf(3, { order: { ...ORDER, currency: 'THB', fulfilment: 'drone' } })] }
      const server = await startFutureServer(client.console(), open)
      onTestFinished(() => server.close())
      const context = await browser.newContext({ locale: 'zh-CN' })
      onTestFinished(() => context.close())
      context.setDefaultTimeout(PATIENCE_MS)
      const complaints: string[] = []
      context.on('weberror', (error) => complaints.push(error.error().message))
      await context.addInitScript(VOICE)
      const page = await context.newPage()
      const alert = page.getByRole('alertdialog')

      await page.goto(`${server.url}/?pair=123456789`)
      await page.getByRole('button', { name: '配对', exact: true }).click()
      await alert.getByText('drone').waitFor()
      await alert.getByText('THB 38.50').waitFor()
      await alert.getByRole('button', { name: '稍后' }).click()
      await page.getByRole('button', { name: '以后再说' }).click()
      await page.locator('.link-state[data-link="connected"]').waitFor()
      // What REST tells.
      await page.locator('[data-column="accepted"]').getByText('parcel locker').waitFor()

      server.append({ op: 'moved', id: 'r3', seq: 4, cursor: 'c4' }, closedOf(5, 'r3', FUTURE.closed))
      await page.locator('.passing-word').getByText('老板').waitFor()
      server.append(reminderOf(6, FUTURE.kind))
      await alert.getByText('厨房打印机缺纸').waitFor()
      await expect.poll(() => page.evaluate('said.join()'), { timeout: PATIENCE_MS }).toContain('厨房打印机缺纸')
      await expect.poll(() => server.acked(), { timeout: PATIENCE_MS }).toBe(6)
      const announced = () => server.received.filter((frame) => frame['op'] === 'announced')
      await expect.poll(announced, { timeout: PATIENCE_MS }).toContainEqual({
        op: 'announced',
        id: 'r6',
        n: 1,
        outcome: { speech: 'ok', notification: 'none', dialog: 'ok' },
      })
      await alert.getByRole('button', { name: '知道了', exact: true }).click()
      await expect.poll(() => server.answered, { timeout: PATIENCE_MS }).toEqual(['/v1/reminders/r6/acknowledge'])

      // Nothing but its place can be read of it: the link holds, and the screen says so.
      server.append(reminderOf(7, { id: 7 }))
      await page.getByRole('alert').getByText('本应用版本太旧').waitFor()
      await expect.poll(() => server.acked(), { timeout: PATIENCE_MS }).toBe(7)
      expect([server.ended(), complaints]).toEqual([0, []])
    },
  )
})
