/**
 * The one table of the times that a key or a press has to keep before it answers, milliseconds. A hand that is on its way
 * when an order comes takes about 400 ms to arrive; eyes need twice that to see that something came. A barcode scanner
 * that works as a keyboard types its digits and then Enter, all within a second.
 */
export const GUARD = {
  /** A press of mouse or finger: what it meets has been there that long. */
  pressShown: 400,
  /** A key: what it answers has been in front that long. */
  keyShown: 800,
  /** A key: no other key was pressed for that long. */
  keyQuiet: 1_500,
  /** A button that answers for several orders: it is held down that long, by pointer or key. */
  held: 1_000,
} as const

/** The facts of one keydown. */
export interface KeyPress {
  /** `KeyboardEvent.key`. */
  key: string
  repeat: boolean
  /** An input method takes the key: `isComposing`, or the key code 229 where a browser tells it so (UI Events, 7.3.1). */
  composing: boolean
  /** Shift, Ctrl, Alt or Meta is down. */
  modified: boolean
  /** The focus is in a field that people type in. */
  typing: boolean
}

/** Why a key does not answer. held: it was down before what it would answer came. */
export type KeyRefusal = 'typing' | 'composing' | 'modified' | 'repeated' | 'held' | 'too_early' | 'other_keys'

export interface AnswerGuard {
  /** Notes that something else stands in front: an alert has come, gone, or made way for the next. */
  changed(): void
  /** Judges a keydown: whether the key may answer, or why not. Call it once for every one, also for those that never answer. */
  pressed(press: KeyPress): 'answers' | KeyRefusal
  released(key: string): void
  /** The window has lost the keyboard: nobody tells any more which keys are let go. */
  left(): void
}

/** Decides which keys answer: those alone that nobody can have meant for something else. `elapsed`: monotonic, milliseconds. */
export function createAnswerGuard(elapsed: () => number): AnswerGuard {
  let changedAt = Number.NEGATIVE_INFINITY
  /** By key, the time of its last keydown. */
  const pressedAt = new Map<string, number>()
  /** By key that is down, since when. */
  const downSince = new Map<string, number>()

  function judge({ key, repeat, composing, modified, typing }: KeyPress, now: number): 'answers' | KeyRefusal {
    if (composing) return 'composing'
    if (typing) return 'typing'
    if (modified) return 'modified'
    if (repeat) return 'repeated'
    if (isHeld(key, now)) return 'held'
    if (now - changedAt < GUARD.keyShown) return 'too_early'
    const others = [...pressedAt].filter(([other]) => other !== key).map(([, at]) => at)
    return now - Math.max(...others, Number.NEGATIVE_INFINITY) < GUARD.keyQuiet ? 'other_keys' : 'answers'
  }

  /** A key that is down sends again every few hundred ms; one that was silent for longer was let go unseen. */
  function isHeld(key: string, now: number): boolean {
    const since = downSince.get(key)
    return since !== undefined && since < changedAt && now - (pressedAt.get(key) ?? since) < GUARD.keyQuiet
  }

  return {
    changed() {
      changedAt = elapsed()
    },
    pressed(press) {
      const now = elapsed()
      const verdict = judge(press, now)
      if (!press.repeat && verdict !== 'held') downSince.set(press.key, now)
      for (const [key, at] of pressedAt) if (now - at >= GUARD.keyQuiet) pressedAt.delete(key)
      pressedAt.set(press.key, now)
      return verdict
    },
    released: (key) => void downSince.delete(key),
    left: () => downSince.clear(),
  }
}
