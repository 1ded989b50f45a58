import { type RefObject, useLayoutEffect, useState } from 'react'

/** The part of its own size by which a letter may stand out of its line; what is cut is a whole line at least. */
const STANDS_OUT = 0.5

/**
 * Tells whether the text below `box` has more to it than there is room for: the box scrolls, or cuts one of its parts after
 * some lines. It looks again with another `text`, and whenever the box gets another size.
 */
export function useCut(box: RefObject<HTMLElement | null>, text: string): boolean {
  const [cut, setCut] = useState(false)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null || text === '') return setCut(false)
    function look(): void {
      const parts = element === null ? [] : [element, ...element.children]
      setCut(parts.some(hasMore))
    }
    look()
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box, text])
  return cut
}

function hasMore(part: Element): boolean {
  const letter = Number.parseFloat(getComputedStyle(part).fontSize)
  return part.scrollHeight > part.clientHeight + STANDS_OUT * letter
}
