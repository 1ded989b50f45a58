/**
 * Makes a function that runs a task, `limit` of them at once; the others wait in line. After a restart every device
 * says hello at the same moment, and the payments that come in meanwhile must still find the database free. Settles as
 * the task does.
 */
export function createSemaphore(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0

  function turn(): Promise<void> {
    if (running < limit) {
      running++
      return Promise.resolve()
    }
    return new Promise((resolve) => waiting.push(resolve))
  }

  function leave(): void {
    const next = waiting.shift()
    if (next === undefined) running--
    else next()
  }

  return async (task) => {
    await turn()
    try {
      return await task()
    } finally {
      leave()
    }
  }
}
