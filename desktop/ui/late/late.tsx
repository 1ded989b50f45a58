import { useEffect, useState } from 'react'
import { useUi } from '../parts/context.tsx'
import type { LatePart } from './late-part.ts'
import { reloadOnce } from './reload-once.ts'

/**
 * Draws a part that comes behind the first page, or that it is on its way. A fetch that failed is tried again as soon as
 * the device is connected. Fails it there too, the server has another build, without this file: then the page is loaded
 * anew, once, and not while an answer can still be taken back, which a reload would drop.
 */
export function Late({ part }: { part: LatePart }) {
  const { view, clock, messages } = useUi()
  const [state, setState] = useState<'fetching' | 'failed' | 'gone' | 'here'>('fetching')
  const reachable = view.status.link === 'connected' && view.undoable.length === 0

  useEffect(() => {
    let wanted = true
    const settle = (next: typeof state) => wanted && setState(next)
    if (state === 'fetching') {
      part.fetch().then(
        () => settle('here'),
        () => settle('failed'),
      )
    } else if (state === 'failed' && reachable) {
      part.fetch().then(
        () => settle('here'),
        () => wanted && !reloadOnce(clock.now()) && setState('gone'),
      )
    }
    return () => {
      wanted = false
    }
  }, [part, state, reachable, clock])

  const Here = part.here()
  if (Here !== undefined) return <Here />
  return (
    <div className="late" role="status">
      <p>{messages.late[state === 'here' ? 'fetching' : state]}</p>
      {state === 'gone' && (
        <button type="button" className="button" onClick={() => location.reload()}>
          {messages.plain.reload}
        </button>
      )}
    </div>
  )
}
