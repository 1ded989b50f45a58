/**
 * Looks up an own entry of `table` by a key from outside, or `undefined`. Unlike `table[key]` it never finds an
 * inherited member (`constructor`, `toString`).
 */
export function ownEntry<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
