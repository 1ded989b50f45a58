import type { Locale } from '../../../../shared/locales.ts'
import { cutUnits } from '../../../../shared/text.ts'
import { bubbleOf } from '../../../core/bubble/bubble.ts'
import { bubbleWords } from '../../../core/bubble/bubble-words.ts'
import type { Alert } from '../../../core/ports.ts'

const MAX_TITLE = 60
const MAX_BODY = 400

/** The part of Electron's options that is about the reminder. */
export interface NotificationContent {
  title: string
  body: string
  actions?: { type: 'button'; text: string }[]
}

/**
 * Writes a notification, with the one button that Windows and macOS offer: it opens the order, as a click beside it does.
 * None accepts: a notification shows less than there is to read, and comes up below a pointer that was on its way to
 * something else. Linux offers none (Electron's libnotify_notification.cc), and may read the text as markup: the three
 * characters that make markup get their look-alikes.
 */
export function notificationContent(
  { reminder }: Alert,
  locale: Locale,
  platform: NodeJS.Platform,
): NotificationContent {
  const plain = (text: string, max: number) => {
    const safe = platform === 'linux' ? text.replaceAll('&', '＆').replaceAll('<', '‹').replaceAll('>', '›') : text
    return cutUnits(safe, max)
  }
  const { title, lines } = bubbleOf(reminder, locale)
  const offersButtons = platform === 'win32' || platform === 'darwin'
  return {
    title: plain(title, MAX_TITLE),
    body: plain(lines.join('\n'), MAX_BODY),
    ...(offersButtons && { actions: [{ type: 'button' as const, text: bubbleWords(locale).open }] }),
  }
}
