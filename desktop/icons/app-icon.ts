import { type Bitmap, bell, GREEN, type Layer, paint, roundedSquare, WHITE } from './paint.ts'

/** Apple's icon grid: of 1024 pixels the square fills 824, its corners about 185. */
const MAC_WIDTH = 824 / 1024
const MAC_RADIUS = 185 / 1024

/** The icon of the app: a white bell on the green of the tray. macOS wants air around it, the others fill the square. */
export function drawAppIcon(size: number, style: 'full' | 'mac'): Bitmap {
  const scale = style === 'mac' ? MAC_WIDTH : 1
  const ground = style === 'mac' ? roundedSquare(MAC_WIDTH, MAC_RADIUS) : roundedSquare(1, 0.18)
  const layers: Layer[] = [
    [ground, GREEN],
    [bell(0.5, 0.52, 1.25 * scale), WHITE],
  ]
  return paint(layers, size)
}
