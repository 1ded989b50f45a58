import type { OUTPUTS } from '../../../desktop/core/settings.ts'

/** One device of the shop. */
export interface DevicePlan {
  name: string
  /** The room that hears it; also its group. */
  room: string
  output: (typeof OUTPUTS)[number]
  /** The clock of its voice. */
  voice: 'natural' | 'espeak'
}

/** The ways in which a shop's devices stand. */
export const LAYOUTS = ['rooms', 'one-room', 'all-speak'] as const
export type Layout = (typeof LAYOUTS)[number]

const NAMES = ['收银台', '厨房屏', '手机', '吧台', '打包台', '后厨'] as const
export const MOST_DEVICES = NAMES.length
const FRONT = '前厅'
const KITCHEN = '厨房'

/**
 * Places `count` devices. rooms: the first speaks in the front room, the second in the kitchen, the others ring.
 * one-room: all in the front room, the first speaks, the second rings, the others show. all-speak: all in one room, and
 * each speaks.
 */
export function placeDevices(layout: Layout, count: number): DevicePlan[] {
  return NAMES.slice(0, count).map((name, index) => ({
    name,
    room: layout === 'rooms' && index % 2 === 1 ? KITCHEN : FRONT,
    output: outputOf(layout, index),
    voice: index % 2 === 1 ? 'espeak' : 'natural',
  }))
}

function outputOf(layout: Layout, index: number): DevicePlan['output'] {
  if (layout === 'all-speak') return 'speak'
  const speaking = layout === 'rooms' ? 2 : 1
  if (index < speaking) return 'speak'
  return layout === 'rooms' || index === 1 ? 'ring' : 'show'
}
