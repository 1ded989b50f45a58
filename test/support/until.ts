const LIMIT_MS = 40_000
const LOOK_MS = 20

/** Lets real time go by. For faults, where the moment is the fault and nothing is waited for, and between two looks. */
export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Looks until it is so, for so many milliseconds at most; resolves to whether it came to that. */
export async function inTime(limitMs: number, look: () => boolean | Promise<boolean>): Promise<boolean> {
  const end = performance.now() + limitMs
  while (!(await look())) {
    if (performance.now() > end) return false
    await pause(LOOK_MS)
  }
  return true
}

/**
 * Looks until it is so, and resolves to what made it so; what `look` throws counts as "not yet". Rejects with an Error
 * that names `what` and the last look when that takes longer than `limitMs`.
 */
export async function until<T>(what: string, look: () => T | Promise<T>, limitMs = LIMIT_MS): Promise<NonNullable<T>> {
  let last: unknown
  const found = await inTime(limitMs, async () => {
    try {
      last = await look()
      return last !== false && last !== null && last !== undefined
    } catch (error) {
      last = error
      return false
    }
  })
  if (!found) throw new Error(`waited in vain until ${what}; the last look: ${String(last)}`)
  return last as NonNullable<T>
}
