/** Calls to services outside that one outbox makes at the same time. A call that hangs holds up its own worker only. */
export const CONCURRENCY = 8

/**
 * Runs `workers` workers side by side; each takes one item after the other and handles it, until there is none or
 * `stopping` is aborted. Resolves to the number of items. Rejects with the first failure, after every worker has ended.
 */
export async function runWorkers<Item>(
  workers: number,
  stopping: AbortSignal,
  take: () => Promise<Item | undefined>,
  handle: (item: Item) => Promise<void>,
): Promise<number> {
  let taken = 0
  async function work(): Promise<void> {
    while (!stopping.aborted) {
      const item = await take()
      if (item === undefined) return
      taken++
      await handle(item)
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: workers }, work))
  // Only now: a worker that goes on must not outlive its run.
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return taken
}
