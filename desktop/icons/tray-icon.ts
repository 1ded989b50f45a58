import { type Bitmap, bell, type Colour, circle, GREEN, type Layer, paint, type Shape, WHITE } from './paint.ts'

/** bad: no reminder arrives. warn: not yet, or something is broken. muted: a human asked for silence. */
export type Tone = 'good' | 'warn' | 'bad' | 'muted'

const BADGE: Colour = [176, 0, 32]
const BLACK: Colour = [0, 0, 0]
const DISC: Record<Tone, Colour> = {
  good: GREEN,
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

/**
 * The tray icon: a white bell on a disc whose colour is the tone, crossed out when muted, and the badge on it. Drawn
 * in code, because there are four tones by eleven badges by every size a panel may want. `template`: the bell alone in
 * black, as macOS wants it.
 */
export function drawTrayIcon({ tone, badge }: { tone: Tone; badge: string }, size: number, template = false): Bitmap {
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
