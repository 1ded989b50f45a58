import type { BellEvent } from '../../../core/bell/bell.ts'
import type { SoundName } from '../../../core/sounds/sound-table.ts'
import type { View } from '../../../ui/bridge.ts'
import type { CallArgs, CallName, CallResult } from './channels.ts'

/** The channel of calls from a page to the main process; the first argument is the call's name. */
export const CALL_CHANNEL = 'laidan:call'
/** The channel of messages from the main process to its pages. */
export const PUSH_CHANNEL = 'laidan:push'

/** A message from the main process to a page. */
export type Push =
  | { type: 'view'; view: View }
  | { type: 'event'; event: BellEvent }
  /** Play this, and report with the call `rung`. `volume` 0–1. */
  | { type: 'ring'; id: number; sound: SoundName; volume: number }
  /** A human asked for these outside of the page: up with them, the first on top. */
  | { type: 'asked'; reminderIds: readonly string[] }
  | { type: 'route'; screen: 'board' | 'settings' }

/** The page's side of the contract, `window.laidan`: two functions over two fixed channels, from the preload script. */
export interface IpcPort {
  /** Rejects when the main process refuses the call: unknown name, arguments that do not parse, a foreign sender. */
  call<N extends CallName>(name: N, ...args: CallArgs<N>): Promise<CallResult<N>>
  /** Calls `listener` at every push, for as long as the page lives. */
  onPush(listener: (push: Push) => void): void
}
