/** The reminders that the alert window is to show. */
export interface AlertStack {
  add(reminderId: string): void
  remove(reminderId: string): void
  /** Drops all but these, which still wait for an answer. */
  keep(reminderIds: readonly string[]): void
  /** Empties the stack when a human puts the window away; its reminders come back when they are due again. */
  putAway(): void
  empty(): boolean
}

/** Makes an empty stack; `emptied` is called whenever the last reminder has gone. */
export function createAlertStack(emptied: () => void): AlertStack {
  const waiting = new Set<string>()

  function remove(...ids: string[]): void {
    const some = waiting.size > 0
    for (const id of ids) waiting.delete(id)
    if (some && waiting.size === 0) emptied()
  }

  return {
    add: (id) => void waiting.add(id),
    remove,
    keep: (ids) => remove(...[...waiting].filter((id) => !ids.includes(id))),
    putAway: () => remove(...waiting),
    empty: () => waiting.size === 0,
  }
}
