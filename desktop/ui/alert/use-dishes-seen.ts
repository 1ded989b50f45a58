import { type RefObject, useLayoutEffect, useState } from 'react'

/** The attribute of a row of the list of dishes: how many dishes it stands for. */
const DISHES = 'data-dishes'
/** Half pixels of a zoomed page. */
const TOLERANCE = 1

export interface DishesSeen {
  /** The number of dishes that end below the edge of the paper now. */
  below: number
  /** Whether the end of the last dish has been on the screen; true as well where there is no dish. */
  all: boolean
  /** Whether the dishes had more to them than there was room for: they have been scrolled to, or will be. */
  scrolls: boolean
}

const NOTHING_SEEN: DishesSeen = { below: 0, all: false, scrolls: false }

/**
 * Watches which of the dishes on a scrolling paper have been on the screen. It looks at once, so that a short order can be
 * accepted without waiting, and again whenever the end of a row comes or goes. `dishes` is the text of the rows: another
 * one, as of an order that was read as a whole meanwhile, wants to be seen anew.
 */
export function useDishesSeen(paper: RefObject<HTMLElement | null>, dishes: string): DishesSeen {
  const [seen, setSeen] = useState(NOTHING_SEEN)
  useLayoutEffect(() => {
    const scroller = paper.current
    if (scroller === null || dishes === '') return
    setSeen(NOTHING_SEEN)
    const rows = [...scroller.querySelectorAll<HTMLElement>(`[${DISHES}]`)]
    function look(): void {
      const edge = (scroller?.getBoundingClientRect().bottom ?? 0) + TOLERANCE
      const hidden = rows.filter((row) => row.getBoundingClientRect().bottom > edge)
      const below = hidden.reduce((sum, row) => sum + Number(row.getAttribute(DISHES)), 0)
      // Nothing is on a paper that has no room, as before its dialog is open.
      const onScreen = document.visibilityState === 'visible' && (scroller?.clientHeight ?? 0) > 0
      setSeen((before) => ({
        below,
        all: before.all || (onScreen && hidden.length === 0),
        scrolls: before.scrolls || hidden.length > 0,
      }))
    }
    look()
    // The ends of the rows, not the rows: one that is taller than the paper never is on it as a whole.
    const observer = new IntersectionObserver(look, { root: scroller })
    for (const row of rows) if (row.lastElementChild !== null) observer.observe(row.lastElementChild)
    // What crosses the edge by half a pixel is no news to an observer.
    scroller.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      scroller.removeEventListener('scroll', look)
    }
  }, [paper, dishes])
  return seen
}
