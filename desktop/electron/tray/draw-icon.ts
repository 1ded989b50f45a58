import type { Tone, TrayModel } from './tray-model.ts'

/** A picture as `nativeImage.createFromBitmap` takes it: four bytes a pixel, blue, green, red, alpha (premultiplied). */
export interface Bitmap {
  size: number
  bgra: Buffer
}

type Colour = readonly [red: number, green: number, blue: number]
/** Whether a point of the unit square belongs to a shape. */
type Shape = (x: number, y: number) => boolean

/** Later ones lie above; without a colour it cuts a hole. */
type Layer = readonly [Shape, Colour | undefined]

const WHITE: Colour = [255, 255, 255]
const BADGE: Colour = [176, 0, 32]
const BLACK: Colour = [0, 0, 0]
const DISC: Record<Tone, Colour> = {
  good: [0, 122, 90],
  warn: [180, 95, 6],
  bad: [176, 0, 32],
  muted: [95, 99, 104],
}

/** Three by five, a row a group of bits, the left pixel highest. */
const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  '1': [2, 6, 2, 2, 7],
  '2': [7, 1, 7, 4, 7],
  '3': [7, 1, 3, 1, 7],
  '4': [5, 5, 7, 1, 1],
  '5': [7, 4, 7, 1, 7],
  '6': [7, 4, 7, 5, 7],
  '7': [7, 1, 2, 2, 2],
  '8': [7, 5, 7, 5, 7],
  '9': [7, 5, 7, 1, 7],
  '+': [0, 2, 7, 2, 0],
  '!': [2, 2, 2, 0, 2],
}

const SAMPLES = 4

/**
 * The tray icon: a white bell on a disc whose colour is the tone, crossed out when muted, and the badge on it. Drawn
 * in code, because there are four tones by eleven badges by every size a panel may want. `template`: the bell alone in
 * black, as macOS wants it.
 */
export function drawIcon({ tone, badge }: Pick<TrayModel, 'tone' | 'badge'>, size: number, template = false): Bitmap {
  const layers: Layer[] = template
    ? [[bell(0.5, 0.5, 1.35), BLACK]]
    : [
        [circle(0.5, 0.5, 0.5), DISC[tone]],
        [badge === '' ? bell(0.5, 0.52, 1.3) : bell(0.38, 0.42, 1.05), WHITE],
      ]
  // A gap on both sides sets the line off from the bell; on macOS the gap alone is the line.
  if (tone === 'muted')
    layers.push([slash(0.09), template ? undefined : DISC.muted], [slash(0.045), template ? undefined : WHITE])
  if (badge !== '' && !template) {
    layers.push([circle(0.69, 0.69, 0.31), WHITE], [circle(0.69, 0.69, 0.27), BADGE], [text(badge, 0.69, 0.69), WHITE])
  }
  return paint(layers, size)
}

function paint(layers: readonly Layer[], size: number): Bitmap {
  const bgra = Buffer.alloc(size * size * 4)
  for (let py = 0; py < size; py++) {
    for (let px = 0; px < size; px++) {
      const sum = [0, 0, 0, 0]
      for (let s = 0; s < SAMPLES ** 2; s++) {
        const x = (px + ((s % SAMPLES) + 0.5) / SAMPLES) / size
        const y = (py + (Math.floor(s / SAMPLES) + 0.5) / SAMPLES) / size
        const top = layers.findLast(([shape]) => shape(x, y))?.[1]
        if (top === undefined) continue
        for (const [channel, value] of [top[2], top[1], top[0], 255].entries())
          sum[channel] = (sum[channel] ?? 0) + value
      }
      bgra.set(
        sum.map((value) => Math.round(value / SAMPLES ** 2)),
        (py * size + px) * 4,
      )
    }
  }
  return { size, bgra }
}

function circle(cx: number, cy: number, r: number): Shape {
  return (x, y) => (x - cx) ** 2 + (y - cy) ** 2 <= r * r
}

/** Dome, flared skirt, rim and clapper, about 0.5 high at `scale` 1. */
function bell(cx: number, cy: number, scale: number): Shape {
  return (x, y) => {
    const dx = Math.abs(x - cx) / scale
    const dy = (y - cy) / scale
    if (dy < -0.08) return dx ** 2 + (dy + 0.08) ** 2 <= 0.17 ** 2 || (dx <= 0.03 && dy > -0.3)
    if (dy < 0.12) return dx <= 0.17 + 0.25 * Math.max(0, dy - 0.02)
    if (dy < 0.17) return dx <= 0.24
    return dx ** 2 + (dy - 0.19) ** 2 <= 0.065 ** 2
  }
}

function slash(half: number): Shape {
  return (x, y) => Math.abs(x - (1 - y)) < half * Math.SQRT2 && Math.hypot(x - 0.5, y - 0.5) < 0.42
}

function text(badge: string, cx: number, cy: number): Shape {
  const cell = badge.length > 1 ? 0.062 : 0.078
  const columns = badge.length * 4 - 1
  return (x, y) => {
    const column = Math.floor((x - cx) / cell + columns / 2)
    const row = Math.floor((y - cy) / cell + 2.5)
    if (column < 0 || column >= columns || row < 0 || row > 4) return false
    const bits = GLYPHS[badge[Math.floor(column / 4)] ?? '']?.[row] ?? 0
    return column % 4 < 3 && ((bits >> (2 - (column % 4))) & 1) === 1
  }
}
