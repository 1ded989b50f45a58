import type { DeviceEvent } from '../../../core/device/device-host.ts'
import type { Bridge, View } from '../../../ui/bridge.ts'

/** The calls that any tab may make; the owner among the tabs does them. */
export type Actions = Omit<
  Bridge,
  | 'view'
  | 'subscribe'
  | 'onEvent'
  | 'onAsked'
  | 'openLogs'
  | 'drawingFailed'
  | 'later'
  | 'update'
  | 'checkHearing'
  | 'subscribePush'
>
export type ActionName = keyof Actions

/**
 * A message between the tabs of one browser; all of them run the same code of the same origin. The owner says
 * `view` and `event`, and `reply` to a `call`; a bystander says `look` when it wants the view.
 */
export type TabMessage =
  | { say: 'view'; view: View }
  | { say: 'event'; event: DeviceEvent }
  | { say: 'look' }
  | { say: 'call'; id: string; action: ActionName; args: unknown[] }
  | { say: 'reply'; id: string; value: unknown }

export interface TabChannel {
  post(message: TabMessage): void
  listen(listener: (message: TabMessage) => void): void
}

/** Opens the channel between the tabs of this browser. */
export function createTabChannel(name: string): TabChannel {
  const channel = new BroadcastChannel(name)
  return {
    post: (message) => channel.postMessage(message),
    listen(listener) {
      channel.onmessage = ({ data }: MessageEvent<TabMessage>) => listener(data)
    },
  }
}

/** Runs an action by its name, with the arguments that a tab has given it. */
export function perform(actions: Actions, action: ActionName, args: unknown[]): unknown {
  const act = actions[action] as (...args: unknown[]) => unknown
  return act(...args)
}
