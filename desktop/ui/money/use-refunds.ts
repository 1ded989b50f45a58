import { useCallback, useEffect, useState } from 'react'
import type { ReadStoreRefund } from '../../../shared/api/store-refunds.ts'
import { useUi } from '../parts/context.tsx'

export interface Refunds {
  /** The latest payment first; `undefined`: the server has not answered yet. */
  list: readonly ReadStoreRefund[] | undefined
  mayMark: boolean
  /** The code of the failed request; the list is the last one that was read. */
  fault: string | undefined
  /** Loads more; `undefined`: there is no more. */
  more: (() => void) | undefined
  /** Reads the list again, after a refund of it was noted. */
  reload(): void
}

const PAGE = 50
const MOST = 200
/** The time in which events are gathered into one request. */
const GATHER_MS = 250
const LOOK_AGAIN_MS = 30_000
const EMPTY = { list: undefined, mayMark: false, next: null }

interface Loaded {
  list: readonly ReadStoreRefund[] | undefined
  mayMark: boolean
  next: string | null
}

/** Loads a list of the store's refunds: at first, after each event that may change it, and every 30 s. */
export function useRefunds(state: 'open' | 'done'): Refunds {
  const { bridge, clock } = useUi()
  const [loaded, setLoaded] = useState<Loaded>(EMPTY)
  const [fault, setFault] = useState<string>()
  const [limit, setLimit] = useState(PAGE)

  const load = useCallback(
    async (isWanted: () => boolean) => {
      const page = await bridge.refunds({ state, limit })
      if (!isWanted()) return
      setFault(page.ok ? undefined : page.code)
      if (page.ok) setLoaded({ list: page.value.refunds, mayMark: page.value.mayMark, next: page.value.next })
    },
    [bridge, state, limit],
  )

  const [asked, ask] = useState(0)
  useEffect(() => {
    let wanted = true
    let cancel = () => {}
    const soon = () => {
      cancel()
      cancel = clock.after(GATHER_MS, () => void load(() => wanted))
    }
    void asked
    void load(() => wanted)
    const stopLooking = clock.every(LOOK_AGAIN_MS, soon)
    const unsubscribe = bridge.onEvent(({ type }) => {
      if (type === 'closed' || type === 'decided' || type === 'reminded') soon()
    })
    return () => {
      wanted = false
      cancel()
      stopLooking()
      unsubscribe()
    }
  }, [bridge, clock, load, asked])

  return {
    list: loaded.list,
    mayMark: loaded.mayMark,
    fault,
    more: loaded.next === null || limit >= MOST ? undefined : () => setLimit(MOST),
    reload: () => ask((count) => count + 1),
  }
}
