import type { UpdateFault, UpdateView } from '../bridge.ts'

/** The messages about the app's updates. */
export interface UpdateMessages {
  title: string
  off: Record<NonNullable<UpdateView['off']>, string>
  current: string
  /** Before the first check. */
  unknown: string
  phase: Record<Exclude<UpdateView['phase'], 'idle'>, string>
  readyByHand: string
  fault: Record<UpdateFault, string>
  checkedAt(time: string): string
  check: string
  install: string
  waits: string
  newIn(version: string): string
  seen: string
}
