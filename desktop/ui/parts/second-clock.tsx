import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react'
import type { Clock } from '../../../shared/clock.ts'
import { useUi } from './context.tsx'

const TICK_MS = 1_000

interface Ticker {
  subscribe(listener: () => void): () => void
  /** The device's wall clock at the last tick, milliseconds. */
  now(): number
}

const TickerContext = createContext<Ticker | null>(null)

/** Gives all parts below one clock of a second, whatever their number; it stands still while nobody reads it. */
export function SecondClock({ children }: { children: ReactNode }) {
  const { clock } = useUi()
  const ticker = useMemo(() => createTicker(clock), [clock])
  return <TickerContext value={ticker}>{children}</TickerContext>
}

/**
 * Returns what `read` makes of the server's wall clock, milliseconds; a part is drawn anew only when that has changed.
 * Throws an `Error` outside of a {@link SecondClock}.
 */
export function useTick<T extends string | number>(read: (now: number) => T): T {
  const ticker = useContext(TickerContext)
  if (ticker === null) throw new Error('useTick wants a SecondClock above')
  const { serverAheadMs } = useUi().view.status
  return useSyncExternalStore(ticker.subscribe, () => read(ticker.now() + serverAheadMs))
}

function createTicker(clock: Clock): Ticker {
  const listeners = new Set<() => void>()
  let now = clock.now()
  let stop = () => {}

  function tick(): void {
    now = clock.now()
    for (const listener of listeners) listener()
  }

  return {
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) {
        now = clock.now()
        stop = clock.every(TICK_MS, tick)
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) stop()
      }
    },
    now: () => now,
  }
}
