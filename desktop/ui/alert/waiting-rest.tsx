import { useEffect, useRef } from 'react'
import { useUi } from '../parts/context.tsx'

/**
 * Stands below the rows that are drawn, for those that are not: hundreds of them would cost a slow machine the time in
 * which it should react. It calls `more` when it is scrolled to or pressed.
 */
export function WaitingRest({ count, more }: { count: number; more(): void }) {
  const { list } = useUi().messages.alert
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (row.current === null) return
    const watch = new IntersectionObserver((seen) => {
      if (seen.some(({ isIntersecting }) => isIntersecting)) more()
    })
    watch.observe(row.current)
    return () => watch.disconnect()
  }, [more])
  return (
    <li ref={row} className="waiting-rest">
      <button type="button" className="button" onClick={more}>
        {list.rest(count)}
      </button>
    </li>
  )
}
