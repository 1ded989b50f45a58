/** Which share of the points a run tries: one of so many. The nightly run tries them all (`FAULTS_EVERY=1`). */
const EVERY = Number(process.env['FAULTS_EVERY'] ?? 3)

/**
 * Chooses every third point, another third each time, and always the first and the last: each point costs two starts of
 * a server. With `FAULTS_EVERY=1` it chooses all.
 */
export function sample<Item>(points: readonly Item[], every = EVERY): Item[] {
  const offset = Math.floor(Math.random() * every)
  return points.filter((_, index) => index % every === offset || index === 0 || index === points.length - 1)
}
