import { type RefObject, useLayoutEffect, useState } from 'react'
import { FLOWS } from './use-wall-room.ts'

/** The least width in which a waiting order can be read, in ems of a dish, and how many stand below each other. */
const LEAST_EM = 16
const FLOWING = 3

/** Counts the cards that the lane shows at once: a row of them, or three below each other on a small screen. */
export function useLaneColumns(board: RefObject<HTMLElement | null>): number {
  const [columns, setColumns] = useState(1)
  useLayoutEffect(() => {
    const lane = board.current?.querySelector('.lane')
    if (!(lane instanceof HTMLElement)) return
    const flows = matchMedia(FLOWS)
    function look(): void {
      if (!(lane instanceof HTMLElement)) return
      const em = Number.parseFloat(getComputedStyle(lane).fontSize)
      setColumns(flows.matches ? FLOWING : Math.max(1, Math.floor(lane.clientWidth / em / LEAST_EM)))
    }
    look()
    const watch = new ResizeObserver(look)
    watch.observe(lane)
    return () => watch.disconnect()
  }, [board])
  return columns
}
