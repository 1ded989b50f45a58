import type { Random } from '../../../core/ports.ts'
import type { View } from '../../../ui/bridge.ts'
import type { ActionName, TabChannel, TabMessage } from './tab-channel.ts'

interface Pending {
  action: ActionName
  args: unknown[]
  resolve(value: unknown): void
}

/** A bystander's copy of the owner's view, and its calls to the owner. */
export interface Mirror {
  /** The owner's view; `undefined` before its first message. */
  view(): View | undefined
  ask(action: ActionName, args: unknown[]): Promise<unknown>
  hear(message: TabMessage): void
  /** Hands over the calls without a reply, when the owner is gone and this tab takes its place. */
  takeOver(): readonly Pending[]
}

/** Makes the mirror of a tab. */
export function createMirror(deps: { channel: TabChannel; random: Random; changed(): void }): Mirror {
  const { channel } = deps
  const pending = new Map<string, Pending>()
  let view: View | undefined

  return {
    view: () => view,
    ask(action, args) {
      const id = deps.random.uuid()
      return new Promise((resolve) => {
        pending.set(id, { action, args, resolve })
        channel.post({ say: 'call', id, action, args })
      })
    },
    hear(message) {
      if (message.say === 'view') {
        view = message.view
        deps.changed()
      } else if (message.say === 'reply') {
        pending.get(message.id)?.resolve(message.value)
        pending.delete(message.id)
      }
    },
    takeOver() {
      const left = [...pending.values()]
      pending.clear()
      return left
    },
  }
}
