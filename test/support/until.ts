const LIMIT_MS = 200_000
const LOOK_MS = 20

/** Waits for `ms` milliseconds of real time: between two looks, and for faults whose moment is the point. */
export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Calls `look` until it returns true, for `limitMs` milliseconds at most; resolves to whether it did. */
export async function inTime(limitMs: number, look: () => boolean | Promise<boolean>): Promise<boolean> {
  const end = performance.now() + limitMs
  while (!(await look())) {
    if (performance.now() > end) return false
    await pause(LOOK_MS)
  }
  return true
}

/**
 * Calls `look` until it returns a value other than false, null and undefined, and resolves to that value; an error of
 * `look` counts as "not yet". Throws an Error that names `what` and the last result after `limitMs` milliseconds.
 */
export async function until<T>(what: string, look: () => T | Promise<T>, limitMs = LIMIT_MS): Promise<NonNullable<T>> {
  let last: unknown
  const done = await inTime(limitMs, async () => {
    try {
      last = await look()
      return last !== false && last !== null && last !== undefined
    } catch (error) {
      last = error
      return false
    }
  })
  if (!done) throw new Error(`waited in vain until ${what}; the last look: ${String(last)}`)
  return last as NonNullable<T>
}
