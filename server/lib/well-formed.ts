/**
 * Tells whether no text of a JSON value, names included, holds half of a surrogate pair, which UTF-8 cannot hold. The
 * walk keeps no stack of calls: bodies may be nested a hundred thousand times.
 */
export function isWellFormed(value: unknown): boolean {
  const left = [value]
  while (left.length > 0) {
    const next = left.pop()
    if (typeof next === 'string') {
      if (!next.isWellFormed()) return false
    } else if (Array.isArray(next)) {
      for (const item of next) left.push(item)
    } else if (typeof next === 'object' && next !== null) {
      for (const [name, item] of Object.entries(next)) {
        if (!name.isWellFormed()) return false
        left.push(item)
      }
    }
  }
  return true
}
