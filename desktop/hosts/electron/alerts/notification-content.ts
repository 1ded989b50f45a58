import type { Locale } from '../../../../shared/locales.ts'
import { toldKind } from '../../../../shared/reminder.ts'
import { cleanLine } from '../../../../shared/text.ts'
import type { Alert } from '../../../core/ports.ts'
import { hostMessages } from '../messages/messages.ts'

const MAX_TITLE = 60
const MAX_BODY = 400

/**
 * Writes title and text of a notification. The text is the one that the voice says, so a lock screen shows neither name
 * nor phone nor address. On Linux the text may be read as markup: the three characters that make markup get their
 * look-alikes.
 */
export function notificationContent(
  alert: Alert,
  locale: Locale,
  platform: NodeJS.Platform,
): { title: string; body: string } {
  const plain = (text: string, max: number) => {
    const line = cleanLine(text, max)
    return platform === 'linux' ? line.replaceAll('&', '＆').replaceAll('<', '‹').replaceAll('>', '›') : line
  }
  return {
    title: plain(hostMessages(locale).notification[toldKind(alert.reminder)](alert.reminder.order.number), MAX_TITLE),
    body: plain(alert.text, MAX_BODY),
  }
}
