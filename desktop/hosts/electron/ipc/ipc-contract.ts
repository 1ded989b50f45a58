import type { BellEvent } from '../../../core/bell/bell.ts'
import type { View } from '../../../ui/bridge.ts'
import type { Answer, CallArgs, CallName } from './channels.ts'

/** The page calls the main process here; which call it is stands in the first argument. */
export const CALL_CHANNEL = 'laidan:call'
/** The main process tells its pages something here. */
export const PUSH_CHANNEL = 'laidan:push'

export type Sound = 'new-order' | 'urgent'

/** What the main process tells a page. */
export type Push =
  | { type: 'view'; view: View }
  | { type: 'event'; event: BellEvent }
  /** Play this, and report with the call `rung`. `volume` 0–1. */
  | { type: 'ring'; id: number; sound: Sound; volume: number }
  /** A human asked for these outside of the page: up with them, the first on top. */
  | { type: 'asked'; reminderIds: readonly string[] }
  | { type: 'route'; screen: 'board' | 'settings' }

/** What the preload script puts into the page as `window.laidan`: two functions, over two fixed channels. */
export interface Door {
  /** Rejects when the main process refuses the call: unknown name, arguments that do not parse, a foreign sender. */
  call<N extends CallName>(name: N, ...args: CallArgs<N>): Promise<Answer<N>>
  /** Calls `listener` at every push, for as long as the page lives. */
  onPush(listener: (push: Push) => void): void
}
