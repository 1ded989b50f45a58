import { useSyncExternalStore } from 'react'

export const SCREENS = ['board', 'history', 'settings', 'about'] as const
export type ScreenName = (typeof SCREENS)[number]

/** Returns the screen that the address names behind `#`; a host opens one by changing the address. */
export function useRoute(): ScreenName {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  return SCREENS.find((name) => `#${name}` === hash) ?? 'board'
}

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed)
  return () => removeEventListener('hashchange', changed)
}
