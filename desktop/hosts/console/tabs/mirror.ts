import type { Random } from '../../../core/ports.ts'
import type { View } from '../../../ui/bridge.ts'
import type { ActionName, TabChannel, TabMessage } from './tab-channel.ts'

interface Pending {
  action: ActionName
  args: unknown[]
  resolve(value: unknown): void
}

/** A bystander's picture of the owner, and its way of asking it to do things. */
export interface Mirror {
  /** What the owner shows; `undefined`: it has not said yet. */
  view(): View | undefined
  ask(action: ActionName, args: unknown[]): Promise<unknown>
  hear(message: TabMessage): void
  /** The owner is gone and this tab takes over: gives up what was asked and not answered, for the new owner to do. */
  takeOver(): readonly Pending[]
}

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
