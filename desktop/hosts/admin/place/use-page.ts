import { useSyncExternalStore } from 'react'

/** The pages of the operator, in the order of the menu. */
export const PAGES = ['stores', 'money', 'orders', 'webhooks', 'keys', 'audit', 'about'] as const
type PageName = (typeof PAGES)[number]

export interface Place {
  page: PageName
  /** The id behind the page's name. */
  id: string | undefined
}

/** Returns the page that the address names behind its `#`: `#keys`, `#stores/st_1`. */
export function usePage(): Place {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  const [name, id] = hash.slice(1).split('/')
  const page = PAGES.find((one) => one === name) ?? 'stores'
  return { page, id: id === undefined || id === '' ? undefined : id }
}

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed)
  return () => removeEventListener('hashchange', changed)
}
