import { useCallback, useEffect, useRef, useState } from 'react'
import { GUARD } from '../keys/answer-guard.ts'
import { useUi } from '../parts/context.tsx'

export interface Hold {
  holding: boolean
  /** Begins to hold; `act` is called at the end of the time, unless it is let go before. */
  begin(act: () => void): void
  /** Lets go. Returns whether that was too early. */
  end(): boolean
}

/** Times a button that acts only when it was held for as long as the guard's table says. */
export function useHold(): Hold {
  const { clock } = useUi()
  const [holding, setHolding] = useState(false)
  const cancel = useRef<() => void>(undefined)

  const end = useCallback(() => {
    const early = cancel.current !== undefined
    cancel.current?.()
    cancel.current = undefined
    setHolding(false)
    return early
  }, [])
  const begin = useCallback(
    (act: () => void) => {
      end()
      setHolding(true)
      cancel.current = clock.after(GUARD.held, () => {
        end()
        act()
      })
    },
    [clock, end],
  )
  useEffect(() => () => void end(), [end])
  return { holding, begin, end }
}
