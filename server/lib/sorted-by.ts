/** Sorts by a key, in the order of code units or of size: the same on every machine, whatever its language. */
export function sortedBy<T>(items: readonly T[], keyOf: (item: T) => string | number): T[] {
  return items.toSorted((a, b) => {
    const left = keyOf(a)
    const right = keyOf(b)
    return left < right ? -1 : left > right ? 1 : 0
  })
}
