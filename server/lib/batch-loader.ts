/**
 * Makes a function that loads one item and shares calls of `load`: while a batch is under way, items gather for the
 * next one, `most` items at most. `load` resolves to a result or an error for each item, in their order. The function
 * rejects with its item's error, or with the error that `load` rejects with.
 *
 * @param turns of the event loop that a batch waits for more items; without other work they take no time
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
    // Items that are asked for in the same tick share the first batch.
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
