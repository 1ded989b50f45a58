import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { build, type Rollup } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chimeVolumeAt } from '../../desktop/core/announcer/volume-policy.ts'
import type { Ring } from '../../desktop/core/ports.ts'
import { soundSeconds } from '../../desktop/core/sounds/render-sound.ts'
import { soundOf } from '../../desktop/core/sounds/sound-of.ts'
import { LEVEL } from '../../shared/reminder.ts'
import { expectCarrying } from '../desktop/sounds/expect-carrying.ts'
import { measureSound, type Recording } from '../lab/sounds/measure-sound.ts'
import { root } from '../tooling/source-files.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop } from './support/shop.ts'

const RATE = 48_000
const KINDS = ['new_order', 'urge', 'cancel', 'missed', 'offline', 'notice'] as const
const LEVELS = Object.values(LEVEL)

/** Bundles the console's chime for a page, as `globalThis.chime`. */
async function bundledChime(): Promise<string> {
  const entry = join(root, 'desktop/hosts/console/sound/browser-chime.ts')
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry, formats: ['iife'], name: 'chime' } },
  })
  const [{ output }] = built as [Rollup.RollupOutput]
  return output[0].code
}

/** Lets the console's chime play a ring on an audio graph of the browser that renders instead of sounding. */
async function rendered(page: Page, ring: Ring): Promise<Recording> {
  const samples = (await page.evaluate(
    `(async () => {
      const context = new OfflineAudioContext(1, ${Math.ceil(soundSeconds(soundOf(ring)) * RATE)}, ${RATE})
      Object.defineProperty(context, 'state', { value: 'running' })
      const played = chime.createBrowserChime(context).play(${JSON.stringify(ring)})
      await new Promise((resolve) => setTimeout(resolve))
      const sound = await context.startRendering()
      const outcome = await played
      if (outcome !== 'ok') throw new Error(outcome)
      let bytes = ''
      for (const byte of new Uint8Array(sound.getChannelData(0).buffer)) bytes += String.fromCharCode(byte)
      return btoa(bytes)
    })()`,
  )) as string
  return { samples: new Float32Array(new Uint8Array(Buffer.from(samples, 'base64')).buffer), rate: RATE }
}

/** Notes every buffer that a page plays: its length in seconds, and the gain behind it. */
const NOTES = `
  globalThis.played = []
  const { connect } = AudioNode.prototype
  AudioNode.prototype.connect = function (to) {
    if (this instanceof AudioBufferSourceNode) {
      globalThis.played.push({ seconds: this.buffer.duration, gain: to.gain.value })
    }
    return Reflect.apply(connect, this, arguments)
  }
`

describe.skipIf(chromiumPath === undefined)(`the console’s sounds${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('carry as the files do, equally loud within 1 dB, and 4 and 8 dB softer at the lower levels', async () => {
    const page = await browser.newPage()
    await page.addScriptTag({ content: await bundledChime() })
    const loudness: number[] = []
    for (const kind of KINDS) {
      const levels: number[] = []
      for (const level of LEVELS) {
        const ring = { kind, level, volume: chimeVolumeAt(level, 1) }
        levels.push(measureSound(await rendered(page, ring)).loudness)
      }
      const full = { kind, level: LEVEL.normal, volume: 1 }
      expectCarrying(soundOf(full), measureSound(await rendered(page, full)))
      const [normal = 0, louder = 0, loudest = 0] = levels
      // At the loudest level a new order has another sound, a few hundredths of a decibel apart.
      expect(Math.abs(normal - loudest + 8)).toBeLessThan(0.2)
      expect(Math.abs(louder - loudest + 4)).toBeLessThan(0.2)
      loudness.push(loudest)
    }
    expect(Math.max(...loudness) - Math.min(...loudness)).toBeLessThan(1)
    await page.close()
  })

  it('are played by kind, at the normal level 8 dB below the volume of the settings', async () => {
    const shop = await openShop(browser)
    const { page } = await shop.device({ before: NOTES })
    await page.getByRole('link', { name: '设置' }).click()
    await page.getByRole('button', { name: '试听：客户催单' }).click()
    const played = () => page.evaluate('globalThis.played.at(-1)')
    const seconds = expect.closeTo(soundSeconds('urge'), 2)
    await expect.poll(played).toEqual({ seconds, gain: expect.closeTo(chimeVolumeAt(LEVEL.normal, 1), 3) })
    expect(shop.complaints).toEqual([])
  })
})
