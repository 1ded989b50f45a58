import { type DependencyList, useCallback, useEffect, useRef, useState } from 'react'
import { type AdminApi, Refused } from '../api/admin-api.ts'
import { useAdmin } from './context.tsx'

/** How often a page that is seen looks again by itself, milliseconds. */
const WATCH_MS = 30_000

export interface Loaded<T> {
  data: T | undefined
  /** The code of why the latest try failed. */
  fault: string | undefined
  /** Asks again, because a human has done something. */
  reload(): void
}

/**
 * Loads what a page shows, anew when `deps` change. With `watches` it looks again by itself as long as the page is seen,
 * which makes the session no longer. A session that has ended leads to the sign-in.
 */
export function useLoad<T>(
  load: (api: AdminApi, how: 'act' | 'watch') => Promise<T>,
  deps: DependencyList,
  { watches = false }: { watches?: boolean } = {},
): Loaded<T> {
  const { api, leave, clock } = useAdmin()
  const [state, setState] = useState<{ data: T | undefined; fault: string | undefined }>({
    data: undefined,
    fault: undefined,
  })
  /** The number of the latest question: an answer to an earlier one is late. */
  const latest = useRef(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is loaded is named by `deps`
  const ask = useCallback(
    async (how: 'act' | 'watch') => {
      latest.current += 1
      const mine = latest.current
      try {
        const data = await load(api, how)
        if (mine === latest.current) setState({ data, fault: undefined })
      } catch (error) {
        const code = codeOf(error)
        if (code === 'unauthenticated') leave('ended')
        else if (mine === latest.current) setState(({ data }) => ({ data, fault: code }))
      }
    },
    [api, leave, ...deps],
  )
  useEffect(() => {
    setState({ data: undefined, fault: undefined })
    void ask('act')
    return () => {
      latest.current += 1
    }
  }, [ask])
  useEffect(() => {
    if (!watches) return
    return clock.every(WATCH_MS, () => {
      if (document.visibilityState === 'visible') void ask('watch')
    })
  }, [ask, clock, watches])
  return { ...state, reload: () => void ask('act') }
}

/** Reads why a call failed. */
export function codeOf(error: unknown): string {
  return error instanceof Refused ? error.code : 'internal'
}
