/** Thrown when there is a database that cannot be served. The message says why, and what to do. */
export class UnusableDatabaseError extends Error {
  override name = 'UnusableDatabaseError'
}
