/** A picture as `nativeImage.createFromBitmap` takes it: four bytes a pixel, blue, green, red, alpha (premultiplied). */
export interface Bitmap {
  size: number
  bgra: Buffer
}

export type Colour = readonly [red: number, green: number, blue: number]
/** Whether a point of the unit square belongs to a shape. */
export type Shape = (x: number, y: number) => boolean

/** Later ones lie above; without a colour it cuts a hole. */
export type Layer = readonly [Shape, Colour | undefined]

export const WHITE: Colour = [255, 255, 255]
export const GREEN: Colour = [0, 122, 90]

const SAMPLES = 4

/** Paints the layers, `size` pixels wide and high. */
export function paint(layers: readonly Layer[], size: number): Bitmap {
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

/** A filled circle around (`cx`, `cy`) with radius `r`, all in the units of the drawing. */
export function circle(cx: number, cy: number, r: number): Shape {
  return (x, y) => (x - cx) ** 2 + (y - cy) ** 2 <= r * r
}

/** Dome, flared skirt, rim and clapper, about 0.5 high at `scale` 1. */
export function bell(cx: number, cy: number, scale: number): Shape {
  return (x, y) => {
    const dx = Math.abs(x - cx) / scale
    const dy = (y - cy) / scale
    if (dy < -0.08) return dx ** 2 + (dy + 0.08) ** 2 <= 0.17 ** 2 || (dx <= 0.03 && dy > -0.3)
    if (dy < 0.12) return dx <= 0.17 + 0.25 * Math.max(0, dy - 0.02)
    if (dy < 0.17) return dx <= 0.24
    return dx ** 2 + (dy - 0.19) ** 2 <= 0.065 ** 2
  }
}

/** A square of this width around the middle, its corners rounded by `radius`. */
export function roundedSquare(width: number, radius: number): Shape {
  const straight = width / 2 - radius
  return (x, y) => Math.hypot(outside(x, straight), outside(y, straight)) <= radius
}

/** How far a coordinate lies beyond `straight` of the middle. */
function outside(at: number, straight: number): number {
  return Math.max(0, Math.abs(at - 0.5) - straight)
}
