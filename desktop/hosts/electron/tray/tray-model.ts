import type { Locale } from '../../../../shared/locales.ts'
import { cleanLine } from '../../../../shared/text.ts'
import type { Status } from '../../../core/bell/status.ts'
import type { Tone } from '../../../icons/tray-icon.ts'
import { hostMessages } from '../messages/messages.ts'

export type MenuAction = 'open' | 'answer' | 'soundCheck' | 'mute' | 'unmute' | 'settings' | 'quit'
export type MenuEntry = { label: string; action: MenuAction; enabled: boolean } | 'separator'

/** The most of a store's name, code points: Windows cuts a tooltip at 127. */
const MAX_NAME = 60

/** The tray's icon, tooltip and menu. */
export interface TrayModel {
  tone: Tone
  /** Beside the bell: a count up to 9, `9+`, `!` when no reminder can arrive, or nothing. */
  badge: string
  /** All unanswered reminders. */
  count: number
  tooltip: string
  menu: readonly MenuEntry[]
}

/** Computes the tray from the status alone: it is drawn anew, never patched. */
export function trayModel(status: Status, locale: Locale): TrayModel {
  const messages = hostMessages(locale)
  const count = Object.values(status.unanswered).reduce((sum, some) => sum + some, 0)
  const { missed } = status.unanswered
  const tone = toneOf(status)
  const muted = status.mutedUntil !== null
  const facts = [
    cleanLine(status.store?.name ?? '', MAX_NAME) || messages.name,
    messages.link[status.link],
    ...(missed > 0 ? [messages.missed(missed)] : []),
    ...(count > 0 ? [messages.unanswered(count)] : []),
    ...(muted ? [messages.muted] : []),
    ...(status.faults.length > 0 ? [messages.fault] : []),
  ]
  const paired = status.link !== 'unpaired'
  const entry = (action: MenuAction, enabled = true): MenuEntry => ({ label: messages.menu[action], action, enabled })
  return {
    tone,
    badge: count > 9 ? '9+' : count > 0 ? String(count) : tone === 'bad' ? '!' : '',
    count,
    tooltip: facts.join(' · '),
    menu: [
      entry('open'),
      entry('answer', count > 0),
      'separator',
      entry('soundCheck'),
      entry(muted ? 'unmute' : 'mute', paired),
      entry('settings'),
      'separator',
      entry('quit'),
    ],
  }
}

function toneOf({ link, mutedUntil, faults, unanswered }: Status): Tone {
  if (link === 'offline' || link === 'refused' || link === 'unpaired') return 'bad'
  if (link !== 'connected' || faults.length > 0 || unanswered.missed > 0) return 'warn'
  return mutedUntil === null ? 'good' : 'muted'
}
