const LOOK_MS = 50
const LIMIT_MS = 40_000

/** Looks until it is so, and resolves to what made it so; what `look` throws counts as "not yet". Names what it waited for. */
export async function until<T>(what: string, look: () => T | Promise<T>, limitMs = LIMIT_MS): Promise<NonNullable<T>> {
  const end = performance.now() + limitMs
  let last: unknown
  for (;;) {
    try {
      const found = await look()
      if (found !== false && found !== null && found !== undefined) return found as NonNullable<T>
      last = found
    } catch (error) {
      last = error
    }
    if (performance.now() > end) throw new Error(`waited in vain until ${what}; the last look: ${String(last)}`)
    await new Promise((resolve) => void setTimeout(resolve, LOOK_MS))
  }
}
