export interface TaskQueue {
  /** Does `tasks` behind those that are still waiting: at once, as far as this turn has room for them. */
  add(tasks: readonly (() => void)[]): void
  /** Resolves when nothing waits. */
  idle(): Promise<void>
}

/**
 * Carries out many small tasks in their order without holding up everything else meanwhile: so many in one turn of the
 * event loop, and what the system has to tell in between.
 */
export function createTaskQueue(tasksPerTurn: number): TaskQueue {
  const waiting: (() => void)[] = []
  let room = tasksPerTurn
  let running: Promise<void> | undefined

  function use(): void {
    for (const task of waiting.splice(0, room)) {
      room--
      task()
    }
  }

  async function run(): Promise<void> {
    do {
      await new Promise((resolve) => setImmediate(resolve))
      room = tasksPerTurn
      use()
    } while (room < tasksPerTurn)
    running = undefined
  }

  return {
    add(tasks) {
      waiting.push(...tasks)
      use()
      running ??= run()
    },
    async idle() {
      await running
    },
  }
}
