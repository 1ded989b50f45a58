import { type RefObject, useEffect, useState } from 'react'
import { useUi } from '../parts/context.tsx'

/** A rest of a row that nobody could read in it, pixels. */
const HAIR = 4

/** Counts the dishes of a ticket that are below the edge of its paper, and says so while there are some. */
export function MoreBelow({ body }: { body: RefObject<HTMLElement | null> }) {
  const { messages } = useUi()
  const [below, setBelow] = useState(0)
  useEffect(() => {
    const paper = body.current
    if (paper === null) return
    function look(): void {
      if (paper === null) return
      const edge = paper.getBoundingClientRect().bottom
      const dishes = [...paper.querySelectorAll('.slip-dishes > li')]
      setBelow(dishes.filter((dish) => dish.getBoundingClientRect().bottom > edge + HAIR).length)
      // A paper that scrolls is reached by keys as well.
      if (paper.scrollHeight > paper.clientHeight + HAIR) paper.tabIndex = 0
      else paper.removeAttribute('tabindex')
    }
    look()
    const watch = new ResizeObserver(look)
    watch.observe(paper)
    for (const child of paper.children) watch.observe(child)
    paper.addEventListener('scroll', look, { passive: true })
    return () => {
      watch.disconnect()
      paper.removeEventListener('scroll', look)
    }
  }, [body])
  return below === 0 ? null : <p className="slip-below">{messages.order.more(below)} ↓</p>
}
