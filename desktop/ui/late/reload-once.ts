const KEY = 'laidan.reloaded-at'
/** A page that a reload did not mend is not loaded again so soon: it would never come to rest. */
const LEAST_MS = 60_000

/**
 * Loads the page anew, unless it was loaded so within the last minute, or its tab cannot remember that; returns whether it
 * does. `now`: wall time, milliseconds.
 */
export function reloadOnce(now: number): boolean {
  try {
    const last = sessionStorage.getItem(KEY)
    if (last !== null && Math.abs(now - Number(last)) < LEAST_MS) return false
    sessionStorage.setItem(KEY, String(now))
  } catch {
    return false
  }
  location.reload()
  return true
}
