/** The pause after a write that failed, milliseconds. */
const AGAIN_MS = 5_000

/**
 * Makes the writer of a state that changes all the time, and returns what to call after a change: the latest state is
 * written, one write after the other, and changes that come during a write share the next one. A write that fails is a
 * fault, and is made again; until then nothing is `saved`.
 */
export function createKeeper<State>(deps: {
  state(): State
  save(state: State): void | Promise<void>
  saved(state: State): void
  fault(error: unknown): void
  after(ms: number, task: () => void): unknown
}): () => void {
  let dirty = false
  let writing = false

  async function work(): Promise<void> {
    while (dirty) {
      dirty = false
      const state = deps.state()
      try {
        await deps.save(state)
        deps.saved(state)
      } catch (error) {
        deps.fault(error)
        deps.after(AGAIN_MS, changed)
        break
      }
    }
    writing = false
  }

  function changed(): void {
    dirty = true
    if (writing) return
    writing = true
    void work()
  }

  return changed
}
