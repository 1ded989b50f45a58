/** A secret of a connector, as the database has it. Times are milliseconds. */
export interface ConnectorSecret {
  secret: string
  since: number
  /** Absent: it is taken without an end. */
  until?: number
}

/** The most secrets that are taken at once: while one replaces another, two are. */
const MOST = 2

/** Lists the secrets that are taken at `now`, the newest first. */
export function takenSecrets(secrets: readonly ConnectorSecret[], now: number): ConnectorSecret[] {
  return secrets.filter(({ until }) => until === undefined || now < until)
}

/** Puts a new secret before those that are taken, which end `overlapMs` from now. */
export function rotateSecrets(
  secrets: readonly ConnectorSecret[],
  secret: string,
  { now, overlapMs }: { now: number; overlapMs: number },
): ConnectorSecret[] {
  const until = now + overlapMs
  const before = takenSecrets(secrets, now)
    .map((one) => ({ ...one, until: Math.min(one.until ?? until, until) }))
    .filter((one) => one.until > now && one.secret !== secret)
  return [{ secret, since: now }, ...before].slice(0, MOST)
}
