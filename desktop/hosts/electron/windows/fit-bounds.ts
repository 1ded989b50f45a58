import * as z from 'zod'

/** Device-independent pixels. */
const boundsSchema = z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) })
export type Bounds = z.infer<typeof boundsSchema>

export const windowStateSchema = z.object({ bounds: boundsSchema, maximized: z.boolean() })
export type WindowState = z.infer<typeof windowStateSchema>

export const SMALLEST = { width: 380, height: 560 }
const ALERT = { width: 920, height: 680 }
const SLIP = { width: 520, height: 150 }
const USUAL = { width: 1100, height: 760 }
/** The part of a window's top that must be on a screen, so that a hand can take hold of it. */
const GRIP = { width: 120, height: 40 }

/**
 * Places a window that stood at `saved`: there, no larger than its screen; or, when that screen is gone, in the
 * middle of the first one. `areas` are the screens without their task bars, the primary one first.
 */
export function fitBounds(saved: Bounds | undefined, areas: readonly Bounds[]): Bounds {
  const area = areas.find((candidate) => saved !== undefined && holds(candidate, saved)) ?? areas[0]
  const wanted = saved ?? { x: 0, y: 0, ...USUAL }
  if (area === undefined) return wanted
  const width = Math.min(Math.max(wanted.width, SMALLEST.width), area.width)
  const height = Math.min(Math.max(wanted.height, SMALLEST.height), area.height)
  if (saved !== undefined && holds(area, saved)) return { x: saved.x, y: saved.y, width, height }
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
    width,
    height,
  }
}

/**
 * Places the alert window at the upper right, where it hides least of what the shop works with; wide enough for the
 * number beside what to cook.
 */
export function alertBounds(area: Bounds): Bounds {
  const width = Math.min(ALERT.width, area.width)
  const height = Math.min(ALERT.height, area.height)
  return {
    x: Math.max(area.x, area.x + area.width - width - 24),
    y: area.y + Math.round((area.height - height) / 3),
    width,
    height,
  }
}

/** Makes the bounds of an alert window that has nothing left but what can be undone: a slip at its upper right corner. */
export function slipBounds({ x, y, width, height }: Bounds): Bounds {
  const slip = { width: Math.min(SLIP.width, width), height: Math.min(SLIP.height, height) }
  return { x: x + width - slip.width, y, ...slip }
}

function holds(area: Bounds, { x, y, width }: Bounds): boolean {
  const seen = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
  return seen >= GRIP.width && y >= area.y && y + GRIP.height <= area.y + area.height
}
