/** The lock that the one tab which rings holds for as long as it lives. */
const LOCK = 'laidan-owner'

/**
 * Elects the owner among this browser's tabs of the server at the path `scope`: it holds a Web Lock until it goes, however it goes, and the next in the
 * queue gets it. `bystand` is called if this tab has to wait. Without Web Locks (plain http on another machine than
 * this one) every tab is an owner, and the server's `replaced` tells them apart.
 */
export function electOwner(
  locks: LockManager | undefined,
  scope: string,
  events: { own(): void; bystand(): void },
): void {
  if (locks === undefined) return events.own()
  const forever = new Promise<never>(() => {})
  const own = () => {
    events.own()
    return forever
  }
  void locks.request(LOCK + scope, { ifAvailable: true }, (lock) => {
    if (lock !== null) return own()
    events.bystand()
    void locks.request(LOCK + scope, own)
    return undefined
  })
}
