import type { Locale } from '../../../shared/locales.ts'
import { bubbleOf } from '../../core/bubble/bubble.ts'
import type { Notifier } from '../../core/ports.ts'

/** The browser's Notification API; it exists on https and localhost alone, and Android has it for workers only. */
export interface BrowserNotifier extends Notifier {
  /** Asks the human once for permission; to be called from within a press that is about sound and alerts. */
  ask(): void
}

/** Shows silent notifications: the chime and the voice are the only sound. */
export function createBrowserNotifier(deps: {
  /** The language of the screen. */
  locale(): Locale
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
    async show({ reminder }) {
      const allowed = permission()
      if (allowed === undefined || allowed === 'default') return 'none'
      if (allowed === 'denied') return 'not_allowed'
      dismiss(reminder.id)
      try {
        const { title, lines } = bubbleOf(reminder, deps.locale())
        const options = { body: lines.join('\n'), tag: reminder.id, silent: true, requireInteraction: true }
        const notification = new Notification(title, options)
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
