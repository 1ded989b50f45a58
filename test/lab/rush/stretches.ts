/** A stretch of time, milliseconds. */
export interface Stretch {
  from: number
  until: number
}

/** Adds up the time in which at least `many` of these stretches lie over one another, milliseconds. */
export function timeWith(many: number, stretches: readonly Stretch[]): number {
  const edges = stretches
    .flatMap(({ from, until }) => [
      { at: from, change: 1 },
      { at: until, change: -1 },
    ])
    .toSorted((a, b) => a.at - b.at || a.change - b.change)
  let total = 0
  let depth = 0
  for (const [index, { at, change }] of edges.entries()) {
    depth += change
    const next = edges[index + 1]
    if (depth >= many && next !== undefined) total += next.at - at
  }
  return total
}
