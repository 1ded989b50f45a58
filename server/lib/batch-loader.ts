/**
 * Makes one call of many: while a batch is under way, what is asked for meanwhile gathers for the next, `most` items at
 * most. `load` resolves to a result or an error for each item, in their order; when it rejects, every caller of its
 * batch is told so.
 *
 * @param turns of the event loop that a batch waits for company, each; nothing to notice when there is nothing else to do
 */
export function createBatchLoader<Item, Result>(
  load: (items: readonly Item[]) => Promise<readonly (Result | Error)[]>,
  most: number,
  turns = 0,
): (item: Item) => Promise<Result> {
  const queue: { item: Item; resolve(result: Result): void; reject(error: unknown): void }[] = []
  let draining = false

  async function drain(): Promise<void> {
    draining = true
    // What is asked for in the same breath shares the first batch.
    await undefined
    while (queue.length > 0) {
      for (let turn = 0; turn < turns && queue.length < most; turn++) {
        await new Promise((resolve) => setImmediate(resolve))
      }
      const batch = queue.splice(0, most)
      try {
        const results = await load(batch.map(({ item }) => item))
        for (const [index, { resolve, reject }] of batch.entries()) {
          const result = results[index]
          if (result instanceof Error) reject(result)
          else resolve(result as Result)
        }
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    draining = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject })
      if (!draining) void drain()
    })
}
