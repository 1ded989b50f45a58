import { useSyncExternalStore } from 'react'

/** A window in which the number stands beside the dishes and leaves room below itself. */
const WIDE = '(min-width: 60rem) and (min-height: 36rem) and (min-aspect-ratio: 1)'

/** Tells whether the window is so wide and so high. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(WIDE).matches)
}

function subscribe(changed: () => void): () => void {
  const query = matchMedia(WIDE)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}
