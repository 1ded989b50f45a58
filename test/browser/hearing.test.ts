import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { renderChirp } from '../../desktop/core/sounds/chirp.ts'
import { wavOf, writeWav } from '../../desktop/speech/wav.ts'
import { createSeededRandom } from '../support/seeded-random.ts'
import { tempDir } from '../support/temp-dir.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop } from './support/shop.ts'

const RATE = 48_000

/** Half a second of room, the chirp softly, half a second of room; Chromium plays the file over and over. */
function room({ chirp = 0, noise = 0 }: { chirp?: number; noise?: number }): Float32Array {
  const { next } = createSeededRandom(3)
  const tone = renderChirp(RATE)
  return Float32Array.from({ length: tone.length + RATE }, (_, i) => {
    return chirp * (tone[i - RATE / 2] ?? 0) + noise * (2 * next() - 1)
  })
}

describe.skipIf(chromiumPath === undefined)(`the sound check by the microphone${NEEDS_CHROMIUM}`, () => {
  it.each([
    ['the chirp in a noisy room', room({ chirp: 0.2, noise: 0.05 }), '麦克风听到了'],
    ['noise', room({ noise: 0.3 }), '麦克风没有听到'],
    ['silence', room({}), '麦克风没有听到'],
  ])('of %s says what it heard, and closes the microphone', async (_, samples, told) => {
    const file = join(tempDir(), 'microphone.wav')
    writeFileSync(file, writeWav(wavOf(samples, RATE)))
    const browser = await launchChromium([
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${file}`,
    ])
    onTestFinished(() => browser.close())
    const shop = await openShop(browser)
    const { page } = await shop.device({ before: WATCH })
    await page.getByRole('link', { name: '设置' }).click()
    expect(await page.evaluate('globalThis.opened.length'), 'nobody has asked yet').toBe(0)
    await page.getByRole('button', { name: '用麦克风试音' }).click()
    await page.getByText(told).waitFor()
    expect(await page.evaluate('globalThis.opened.map((track) => track.readyState)')).toEqual(['ended'])
    expect(shop.complaints).toEqual([])
    if (told === '麦克风听到了') await page.screenshot({ path: 'test-output/console/hearing.png', fullPage: true })
  })
})

/** Notes every track of a microphone that the page opens. */
const WATCH = `
  globalThis.opened = []
  const open = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices)
  if (open !== undefined) navigator.mediaDevices.getUserMedia = async (what) => {
    const stream = await open(what)
    globalThis.opened.push(...stream.getTracks())
    return stream
  }
`
