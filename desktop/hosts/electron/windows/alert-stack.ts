/** Which reminders the alert window is to show. */
export interface AlertStack {
  add(reminderId: string): void
  remove(reminderId: string): void
  /** Only these still wait for an answer. */
  keep(reminderIds: readonly string[]): void
  /** A human has put the window away; what it showed comes back when it is asked for again. */
  putAway(): void
  empty(): boolean
}

/** `emptied` is called when the last one has gone: the window has nothing more to show. */
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
