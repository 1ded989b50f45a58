import { type RefObject, useLayoutEffect, useState } from 'react'
import type { Room } from './room.ts'

/** The least height in which a ticket can be read, in ems of a dish, and the most rows; more would be a list. */
const LEAST_HEIGHT = 8.4
const MOST_ROWS = 3
const GAP = 0.4
const THUMB_PX = 44

/** A screen that is too small for a wall that fits it: there the tickets flow, one below the other, and the page scrolls. */
export const FLOWS = '(max-width: 44rem), (max-height: 32rem)'

/** Measures the room of the wall whenever it changes; `undefined` before the first look, and where tickets flow. */
export function useWallRoom(wall: RefObject<HTMLElement | null>): Room | undefined {
  const [room, setRoom] = useState<Room>()
  useLayoutEffect(() => {
    const element = wall.current
    if (element === null) return
    const flows = matchMedia(FLOWS)
    function look(): void {
      if (element === null) return
      const next = flows.matches ? undefined : roomOf(element)
      setRoom((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next))
    }
    look()
    const watch = new ResizeObserver(look)
    watch.observe(element)
    flows.addEventListener('change', look)
    return () => {
      watch.disconnect()
      flows.removeEventListener('change', look)
    }
  }, [wall])
  return room
}

function roomOf(element: HTMLElement): Room {
  const style = getComputedStyle(element)
  const em = Number.parseFloat(style.fontSize)
  const small = Number.parseFloat(style.getPropertyValue('--wall-small'))
  const leastWidth = Number.parseFloat(style.getPropertyValue('--wall-least'))
  const [width, height] = [element.clientWidth / em, element.clientHeight / em]
  const cells = (length: number, least: number) => Math.max(1, Math.floor((length + GAP) / (least + GAP)))
  const columns = cells(width, leastWidth)
  const rows = Math.min(MOST_ROWS, cells(height, LEAST_HEIGHT))
  const cell = {
    width: (width - GAP * (columns - 1)) / columns,
    height: (height - GAP * (rows - 1)) / rows,
  }
  return {
    columns,
    rows,
    cell: { width: round(cell.width), height: round(cell.height) },
    gap: GAP,
    touch: THUMB_PX / em,
    small,
  }
}

/** Rounded down, so that the cells never exceed the page by what was rounded. */
function round(ems: number): number {
  return Math.floor(ems * 50) / 50
}
