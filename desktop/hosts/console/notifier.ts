import { type ToldKind, toldKind } from '../../../shared/reminder.ts'
import type { Notifier } from '../../core/ports.ts'

/** The browser's Notification API; it exists on https and localhost alone, and Android has it for workers only. */
export interface BrowserNotifier extends Notifier {
  /** Asks the human once for permission; to be called from within a press that is about sound and alerts. */
  ask(): void
}

/** Shows silent notifications: the chime and the voice are the only sound. */
export function createBrowserNotifier(deps: {
  /** The title, in the language of the screen. */
  title(kind: ToldKind): string
  clicked(reminderId: string): void
}): BrowserNotifier {
  const shown = new Map<string, Notification>()
  const permission = () => ('Notification' in globalThis && isSecureContext ? Notification.permission : undefined)

  function dismiss(id: string): void {
    shown.get(id)?.close()
    shown.delete(id)
  }

  return {
    ask() {
      if (permission() === 'default') void Notification.requestPermission()
    },
    async show({ reminder, text }) {
      const allowed = permission()
      if (allowed === undefined || allowed === 'default') return 'none'
      if (allowed === 'denied') return 'not_allowed'
      dismiss(reminder.id)
      try {
        const options = { body: text, tag: reminder.id, silent: true, requireInteraction: true }
        const notification = new Notification(deps.title(toldKind(reminder)), options)
        notification.onclick = () => {
          window.focus()
          deps.clicked(reminder.id)
        }
        shown.set(reminder.id, notification)
        return 'ok'
      } catch {
        return 'none'
      }
    },
    dismiss,
  }
}
