import type { Locale } from '../../../../shared/locales.ts'
import { cleanLine } from '../../../../shared/text.ts'
import type { Alert } from '../../../core/ports.ts'
import { hostWordsFor } from '../messages/messages.ts'

const MAX_TITLE = 60
const MAX_BODY = 200

/**
 * Title and text of a notification. The text is what the voice says, so a lock screen shows neither name nor phone nor
 * address. On Linux the text may be read as markup: the three characters that make markup get their look-alikes.
 */
export function bubbleOf(alert: Alert, locale: Locale, platform: NodeJS.Platform): { title: string; body: string } {
  const plain = (text: string, max: number) => {
    const line = cleanLine(text, max)
    return platform === 'linux' ? line.replaceAll('&', '＆').replaceAll('<', '‹').replaceAll('>', '›') : line
  }
  return {
    title: plain(hostWordsFor(locale).bubble[alert.kind](alert.reminder.order.number), MAX_TITLE),
    body: plain(alert.text, MAX_BODY),
  }
}
