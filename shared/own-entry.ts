/**
 * The entry of `table` under a key that comes from outside, or `undefined`. Unlike `table[key]` it never finds what
 * every object inherits (`constructor`, `toString`).
 */
export function ownEntry<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
