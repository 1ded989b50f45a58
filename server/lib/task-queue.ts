/** Small tasks in line, a bounded number of which runs in one turn of the event loop. */
export interface TaskQueue {
  /** Runs `tasks` behind those that are still waiting: at once, as far as this turn has room for them. */
  add(tasks: readonly (() => void)[]): void
  /** Resolves when no task waits. */
  idle(): Promise<void>
}

/**
 * Makes a queue that runs many small tasks in their order without holding up the event loop: `tasksPerTurn` in one
 * turn, and the system's events in between.
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
