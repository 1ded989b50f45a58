import { cleanLine } from '../../../../shared/text.ts'
import type { Status } from '../../../core/bell/status.ts'
import type { Settings } from '../../../core/settings.ts'
import { soundState } from '../../../core/statements/host-sound.ts'
import { sayBriefly, statementWords } from '../../../core/statements/say.ts'
import type { Facts, Statements } from '../../../core/statements/statement.ts'
import { isDeaf, statementsOf } from '../../../core/statements/statements.ts'
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

/**
 * Computes the tray from status and settings alone: it is drawn anew, never patched. Its words about the device are those
 * of the statements.
 */
export function trayModel(status: Status, settings: Settings): TrayModel {
  const { locale } = settings
  const messages = hostMessages(locale)
  const timeZone = status.store?.timezone
  const facts: Facts = { status, settings, sound: soundState(status.faults), bystander: false, timeZone }
  const statements = statementsOf(facts)
  const [link = '', ...others] = sayBriefly(statements, facts, statementWords(locale))
  const count = Object.values(status.unanswered).reduce((sum, some) => sum + some, 0)
  const { missed } = status.unanswered
  const tone = toneOf(status, statements)
  const muted = status.mutedUntil !== null
  const tooltip = [
    cleanLine(status.store?.name ?? '', MAX_NAME) || messages.name,
    link,
    ...(missed > 0 ? [messages.missed(missed)] : []),
    ...(count > 0 ? [messages.unanswered(count)] : []),
    ...others,
  ]
  const paired = status.link !== 'unpaired'
  const entry = (action: MenuAction, enabled = true): MenuEntry => ({ label: messages.menu[action], action, enabled })
  return {
    tone,
    badge: count > 9 ? '9+' : count > 0 ? String(count) : tone === 'bad' ? '!' : '',
    count,
    tooltip: tooltip.join(' · '),
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

function toneOf({ link, mutedUntil, faults, unanswered }: Status, statements: Statements): Tone {
  if (isDeaf(statements)) return 'bad'
  if (link !== 'connected' || faults.length > 0 || unanswered.missed > 0) return 'warn'
  return mutedUntil === null ? 'good' : 'muted'
}
