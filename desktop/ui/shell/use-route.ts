import { useSyncExternalStore } from 'react'

/** The screens of the main navigation. */
export const SCREENS = ['board', 'history', 'settings', 'about'] as const
/** Those that are reached from another one, with that one. */
const INNER_SCREENS = { people: 'settings', report: 'history' } as const
export type ScreenName = (typeof SCREENS)[number] | keyof typeof INNER_SCREENS

const ALL: readonly ScreenName[] = [...SCREENS, ...(Object.keys(INNER_SCREENS) as (keyof typeof INNER_SCREENS)[])]

/** Returns the screen that the address names behind `#`; a host opens one by changing the address. */
export function useRoute(): ScreenName {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  return ALL.find((name) => `#${name}` === hash) ?? 'board'
}

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed)
  return () => removeEventListener('hashchange', changed)
}

/** Returns the entry of the main navigation under which a screen stands. */
export function entryOf(screen: ScreenName): (typeof SCREENS)[number] {
  return screen in INNER_SCREENS
    ? INNER_SCREENS[screen as keyof typeof INNER_SCREENS]
    : (screen as (typeof SCREENS)[number])
}
