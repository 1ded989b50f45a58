/** Calls to providers at one time, of one worker. One that hangs holds up its own lane only. */
export const LANES = 8

/**
 * Takes one item after the other until there is none, in `lanes` lanes at one time, and carries out its work. Resolves
 * to the number of items. When `stopping`, nothing more is taken. Rejects, after every lane has ended, when one failed.
 */
export async function inLanes<Item>(
  lanes: number,
  stopping: AbortSignal,
  take: () => Promise<Item | undefined>,
  work: (item: Item) => Promise<void>,
): Promise<number> {
  let taken = 0
  async function lane(): Promise<void> {
    while (!stopping.aborted) {
      const item = await take()
      if (item === undefined) return
      taken++
      await work(item)
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane))
  // Only now: a lane that goes on must not outlive its run.
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return taken
}
