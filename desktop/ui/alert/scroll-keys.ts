import { typedField } from '../keys/typed-field.ts'

/** The share of the room that an arrow moves by, and a page key, which leaves something known in sight. */
const LINE = 0.2
const PAGE = 0.85

/** By key, how far it scrolls, pixels; the ends are further than any text is long. */
const STEPS: Readonly<Partial<Record<string, (room: number, length: number) => number>>> = {
  ArrowDown: (room) => room * LINE,
  ArrowUp: (room) => -room * LINE,
  PageDown: (room) => room * PAGE,
  PageUp: (room) => -room * PAGE,
  End: (_room, length) => length,
  Home: (_room, length) => -length,
}

type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'preventDefault'>

/**
 * Scrolls by the arrow keys, the page keys, Home and End, whichever part of the alert has the focus, but not while
 * somebody types. Returns whether the key was one of them.
 */
export function scrollByKey(scroller: HTMLElement | null, event: Key): boolean {
  const { key, shiftKey, ctrlKey, altKey, metaKey } = event
  const step = STEPS[key]
  if (scroller === null || step === undefined || shiftKey || ctrlKey || altKey || metaKey) return false
  if (typedField(document) !== undefined) return false
  event.preventDefault()
  scroller.scrollBy({ top: step(scroller.clientHeight, scroller.scrollHeight) })
  return true
}

/** Scrolls one page on, as the page key does. */
export function scrollOn(scroller: HTMLElement | null): void {
  scroller?.scrollBy({ top: scroller.clientHeight * PAGE })
}
