import type { KeyboardEvent, RefObject } from 'react'
import type { AlertQueue } from './use-alert-queue.ts'

/** The dialog, as the part that stands in it knows it: one order, or the list. */
export interface FrontPart {
  queue: AlertQueue
  /** Whether the dialog stands beside a field that has the caret, and must not take it. */
  beside: boolean
  /** Whether the row of what can be undone has come, which moves all below it. */
  undoRow: boolean
  /** The part's handler of keys: the dialog calls it with every keydown. */
  frontKeys: RefObject<((event: KeyboardEvent) => void) | null>
}
