import { type Bitmap, bell, GREEN, type Layer, paint, roundedSquare, WHITE } from './paint.ts'

/** Apple's icon grid: of 1024 pixels the square fills 824, its corners about 185. */
const MAC_WIDTH = 824 / 1024
const MAC_RADIUS = 185 / 1024

/** The part of an icon that a phone leaves when it cuts a shape of its own: a circle of eight tenths (W3C, maskable icons). */
const SAFE_WIDTH = 0.8

const STYLES = {
  full: { scale: 1, ground: () => roundedSquare(1, 0.18) },
  mac: { scale: MAC_WIDTH, ground: () => roundedSquare(MAC_WIDTH, MAC_RADIUS) },
  bleed: { scale: SAFE_WIDTH, ground: () => roundedSquare(1, 0) },
} as const

/**
 * The icon of the app: a white bell on the green of the tray. macOS wants air around it, a phone cuts its own shape out of
 * one that bleeds, the others fill the square.
 */
export function drawAppIcon(size: number, style: keyof typeof STYLES): Bitmap {
  const { scale, ground } = STYLES[style]
  const layers: Layer[] = [
    [ground(), GREEN],
    [bell(0.5, 0.52, 1.25 * scale), WHITE],
  ]
  return paint(layers, size)
}
