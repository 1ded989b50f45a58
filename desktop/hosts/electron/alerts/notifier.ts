import { Notification } from 'electron'
import type { Locale } from '../../../../shared/locales.ts'
import type { Notifier, Outcome } from '../../../core/ports.ts'
import { notificationContent } from './notification-content.ts'

/** Shows the system's notifications: silent, lasting; a click opens the alert, as their button does. */
export function createNotifier(deps: { locale(): Locale; clicked(reminderId: string): void }): Notifier {
  // A notification that nobody refers to is collected, and its click with it.
  const shown = new Map<string, Notification>()

  function dismiss(reminderId: string): void {
    shown.get(reminderId)?.close()
    shown.delete(reminderId)
  }

  return {
    async show(alert) {
      if (!Notification.isSupported()) return 'none'
      const { id } = alert.reminder
      dismiss(id)
      const notification = new Notification({
        ...notificationContent(alert, deps.locale(), process.platform),
        silent: true,
        urgency: 'critical',
        timeoutType: 'never',
      })
      shown.set(id, notification)
      notification.on('click', () => deps.clicked(id))
      notification.on('action', () => deps.clicked(id))
      return await new Promise<Outcome>((resolve) => {
        notification.on('show', () => resolve('ok'))
        notification.on('failed', () => resolve('failed'))
        notification.show()
      })
    },
    dismiss,
  }
}
