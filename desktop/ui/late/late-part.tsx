import { type ComponentType, useEffect, useState } from 'react'
import { useUi } from '../parts/context.tsx'
import { reloadOnce } from './reload-once.ts'

/** A part of the screen whose code is fetched behind the first page. */
export interface LatePart<Props extends object> {
  /** Draws the part, or that it is on its way. */
  Part: ComponentType<Props>
  /** Fetches it before anybody wants it. Rejects with the browser's error when it cannot be had. */
  fetch(): Promise<void>
}

/**
 * Makes a part of the screen of what `load` imports. Only what can wait is one: never what an order needs. A fetch that
 * failed is tried again as soon as the device is connected. Fails it there too, the server has another build, without
 * this file: then the page is loaded anew, once, and not while an answer can still be taken back, which a reload would
 * drop.
 */
export function latePart<Props extends object>(load: () => Promise<ComponentType<Props>>): LatePart<Props> {
  const held: { part?: ComponentType<Props>; fetching?: Promise<void> | undefined } = { part: undefined }

  function fetch(): Promise<void> {
    held.fetching ??= load()
      .then((part) => {
        held.part = part
      })
      .finally(() => {
        held.fetching = undefined
      })
    return held.fetching
  }

  function Part(props: Props) {
    const { view, clock, messages } = useUi()
    const [state, setState] = useState<'wanted' | 'failed' | 'gone' | 'here'>(held.part === undefined ? 'wanted' : 'here')
    const reachable = view.status.link === 'connected' && view.undoable.length === 0

    useEffect(() => {
      if (state === 'wanted') {
        let drawn = true
        const settle = (next: 'failed' | 'here') => () => drawn && setState(next)
        fetch().then(settle('here'), settle('failed'))
        return () => {
          drawn = false
        }
      }
      if (state !== 'failed' || !reachable) return
      fetch().then(
        () => setState('here'),
        () => reloadOnce(clock.now()) || setState('gone'),
      )
    }, [state, reachable, clock])

    const { part: Drawn } = held
    if (Drawn !== undefined) return <Drawn {...props} />
    const { late } = messages
    return (
      <div className="late" role="status">
        <p>{late[state === 'failed' || state === 'gone' ? state : 'fetching']}</p>
        {state === 'gone' && (
          <button type="button" className="button" onClick={() => location.reload()}>
            {messages.plain.reload}
          </button>
        )}
      </div>
    )
  }

  return { Part, fetch }
}
