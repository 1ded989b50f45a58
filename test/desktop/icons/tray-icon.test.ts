import { expect, it } from 'vitest'
import { drawTrayIcon, type Tone } from '../../../desktop/icons/tray-icon.ts'

const TONES: Tone[] = ['good', 'warn', 'bad', 'muted']
const BADGES = ['', '!', '1', '2', '3', '4', '5', '6', '7', '8', '9', '9+']

it.each([16, 32, 36])('no two icons of %i pixels are the same', (size) => {
  const pictures = TONES.flatMap((tone) =>
    BADGES.map((badge) => drawTrayIcon({ tone, badge }, size).bgra.toString('base64')),
  )
  expect(new Set(pictures).size).toBe(TONES.length * BADGES.length)
})

it('is a disc on nothing, premultiplied', () => {
  const { size, bgra } = drawTrayIcon({ tone: 'good', badge: '' }, 32)
  expect(bgra.length).toBe(size * size * 4)
  expect(bgra.readUInt32LE(0), 'the corner is transparent').toBe(0)
  for (let i = 0; i < bgra.length; i += 4) {
    const [blue = 0, green = 0, red = 0, alpha = 0] = bgra.subarray(i, i + 4)
    expect(Math.max(blue, green, red)).toBeLessThanOrEqual(alpha)
  }
})

it('is black for macOS, which colours it by itself', () => {
  const { bgra } = drawTrayIcon({ tone: 'bad', badge: '3' }, 36, true)
  for (let i = 0; i < bgra.length; i += 4) expect(bgra.subarray(i, i + 3)).toEqual(Buffer.alloc(3))
  expect(drawTrayIcon({ tone: 'muted', badge: '' }, 36, true).bgra.equals(bgra)).toBe(false)
})
