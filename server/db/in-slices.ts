/** Tasks done in one go: so few that what comes from the database in between need not wait for long. */
const AT_ONCE = 32

export interface Slices {
  /** Does `tasks` behind those that are still waiting: the first at once, the rest a slice per turn of the event loop. */
  add(tasks: readonly (() => void)[]): void
  /** Resolves when nothing waits. */
  idle(): Promise<void>
}

/** Carries out many small tasks in their order without holding up everything else meanwhile. */
export function createSlices(): Slices {
  let waiting: (() => void)[] = []
  let draining: Promise<void> | undefined

  function slice(): void {
    for (const task of waiting.splice(0, AT_ONCE)) task()
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      await new Promise((resolve) => setImmediate(resolve))
      slice()
    }
    draining = undefined
  }

  return {
    add(tasks) {
      waiting = [...waiting, ...tasks]
      if (draining !== undefined) return
      slice()
      if (waiting.length > 0) draining = drain()
    },
    async idle() {
      await draining
    },
  }
}
