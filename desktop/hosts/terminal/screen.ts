import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { DEFAULT_LOCALE, type Locale } from '../../../shared/locales.ts'
import { formatMoney } from '../../../shared/money.ts'
import { ownEntry } from '../../../shared/own-entry.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { type FrameOrder, reminderKind, toldKind } from '../../../shared/reminder.ts'
import { cleanLine } from '../../../shared/text.ts'
import { warningsToShow } from '../../../shared/warnings/order-warnings.ts'
import { isCut, wholeOrder } from '../../../shared/whole-order.ts'
import { type Answer, queueKey } from '../../core/answers/answer.ts'
import type { BellEvent, BoardReminder, UndoableAnswer } from '../../core/bell/bell.ts'
import type { Alert, Dialog, Outcome } from '../../core/ports.ts'
import { terminalMessages } from './messages.ts'

/** The longest text of a reminder, characters: a frame has no longer one. Of a whole order: the longest remark. */
const MAX_TEXT = 300
const MAX_WHOLE = 10_000
/** The most answers whose words are kept: far more than wait at a time. */
const MOST_GIVEN = 200

export interface Screen {
  /** Prints what happened, if it is worth a line. */
  event(event: BellEvent): void
  board(entries: readonly BoardReminder[]): void
  /** Prints a reminder with all that the server has of its order. */
  whole(reminder: ReminderFrame, order: ReadOrder): void
  line(text: string): void
  /** Notes an answer that was just given here, so that the end of its reminders is told in its words. */
  answering(answer: Answer): void
  /** Prints an answer that was just given and has not left the device, and how to take it back. */
  undoable(answer: UndoableAnswer): void
  /** Prints that an utterance was not heard, by its outcome. */
  notHeard(outcome: Outcome): void
  speak(locale: Locale): void
  /** The dialog of a device without windows: the reminder in full, on paper as it were. */
  dialog: Dialog
}

/**
 * Prints lines, each with its time, to a terminal or a log. A stranger's text passes `cleanLine`, which bounds its length;
 * `write` is expected to let no control character through.
 */
export function createScreen(write: (text: string) => void, now: () => number): Screen {
  let locale: Locale = DEFAULT_LOCALE
  let lastStatus = ''
  let wasTooOld = false
  let toldFaults: readonly string[] = []
  /** Wall time of the latest raised volume that was told, milliseconds. */
  let toldRaised = -Infinity
  /** The answers given here whose reminders are still open, by order or reminder. `told`: one of them was closed. */
  const given = new Map<string, { answer: Answer; told: boolean }>()

  function line(text: string): void {
    write(`${new Date(now()).toTimeString().slice(0, 8)}  ${text.replaceAll('\n', ' ')}\n`)
  }

  /** Describes a reminder line by line, its warnings first. */
  function details({ order, type, n, content, unsure }: ReminderFrame, longest = MAX_TEXT): string[] {
    const words = terminalMessages(locale)
    const shown = (text: string) => cleanLine(text, longest)
    const kind = reminderKind(type)
    const warnings = warningsToShow(order)
    const head = [
      words.kind[toldKind({ type, order })],
      ...(order.number === '' ? [] : [`#${shown(order.number)}`]),
      ...(order.amountMinor === undefined ? [] : [formatMoney(order.amountMinor, order.currency, locale)]),
      ...(n > 1 ? [words.again(n)] : []),
    ]
    return [
      head.join('  '),
      ...(kind === 'other' && content !== '' ? [`  ${shown(content)}`] : []),
      ...(unsure ? [`  ${words.unsure}`] : []),
      ...(order.revived ? [`  ${words.revived}`] : []),
      ...(toldKind({ type, order }) === 'cancel' ? [] : warnings.warnings).map(
        ({ text, item }) => `  ${words.warnings}: ${item === undefined ? '' : `${shown(item)} `}${shown(text)}`,
      ),
      ...(warnings.more > 0 ? [`  ${words.moreWarnings(warnings.more)}`] : []),
      ...(order.remark === undefined ? [] : [`  ${words.remark}: ${shown(order.remark)}`]),
      ...(order.refund === undefined ? [] : [`  ${words.refunded(refundedAmount(order, locale))}`]),
      ...(order.cancelReason === undefined ? [] : [`  ${words.reason}: ${shown(order.cancelReason)}`]),
      ...order.items.map(
        ({ name, quantity, note }) => `  ${shown(name)} ×${quantity}${note === undefined ? '' : `  (${shown(note)})`}`,
      ),
      ...(order.moreItems > 0 ? [`  ${words.more(order.moreItems)}`] : []),
      ...(isCut(order) ? [`  ${words.readWhole}`] : []),
    ]
  }

  function event(happened: BellEvent): void {
    const words = terminalMessages(locale)
    if (happened.type === 'status') {
      const { link, store, unanswered, faults, raised } = happened.status
      const count = Object.values(unanswered).reduce((sum, some) => sum + some, 0)
      const text = `${words.link[link]}${store === null ? '' : `  ${cleanLine(store.name, 60)}`}  ${words.waiting(count)}`
      if (text !== lastStatus) line(text)
      lastStatus = text
      const tooOld = faults.some(({ part }) => part === 'reading')
      if (tooOld && !wasTooOld) line(words.tooOld)
      wasTooOld = tooOld
      const told = faults.flatMap(({ part, reason }) => (part === 'server' ? [reason] : []))
      for (const reason of told) {
        if (!toldFaults.includes(reason)) line(words.server[reason] ?? words.serverOther(cleanLine(reason, 40)))
      }
      toldFaults = told
      if (raised !== undefined && raised.at !== toldRaised) {
        line(words.raised(Math.round(raised.to * 100)))
        toldRaised = raised.at
      }
    } else if (happened.type === 'closed') {
      closed(happened)
    } else if (happened.type === 'decided' && !happened.decision.accepted) {
      const { answer, code } = happened.decision
      given.delete(queueKey(answer))
      line(words.refusedAnswer(ownEntry(words.refusedCodes, code) ?? cleanLine(code, 60)))
    } else if (happened.type === 'undone') {
      given.delete(queueKey(happened.undone.answer))
      line(`${aboutOf(happened.undone.reminder)}${words.undone}`)
    } else if (happened.type === 'announced' && !['ok', 'muted', 'quiet_hours'].includes(happened.outcome.speech)) {
      notHeard(happened.outcome.speech)
    }
  }

  function closed({ closed: end, reminder, here }: Extract<BellEvent, { type: 'closed' }>): void {
    const { state, by, move, reason } = end
    const words = terminalMessages(locale)
    const { id, orderId } = reminder
    const about = aboutOf(reminder)
    const mine = here ? (given.get(`reminder:${id}`) ?? given.get(`order:${orderId}`)) : undefined
    if (mine === undefined || state !== 'acknowledged') {
      const name = by.name === undefined ? '' : words.by(cleanLine(by.name, 60))
      // A cancellation by the customer is told as such, not as somebody's answer.
      const did = move !== undefined && state === 'acknowledged'
      return line(
        `${about}${did ? words.answered(move, cleanLine(reason ?? '', MAX_TEXT)) : words.closed[state]}${name}`,
      )
    }
    // An accepted order closes its urges as well: one line says it.
    if (!mine.told) line(`${about}${answeredWords(mine.answer)}`)
    mine.told = true
  }

  /** Names a reminder at the beginning of a line; empty for none. */
  function aboutOf(reminder: ReminderFrame | undefined): string {
    if (reminder === undefined) return ''
    const { number } = reminder.order
    return number === '' ? `${terminalMessages(locale).kind[toldKind(reminder)]} ` : `#${cleanLine(number, 64)} `
  }

  function answeredWords(answer: Answer): string {
    const reason = 'reason' in answer ? cleanLine(answer.reason, MAX_TEXT) : ''
    return terminalMessages(locale).answered(answer.move, reason)
  }

  function notHeard(outcome: Outcome): void {
    const words = terminalMessages(locale)
    line(words.notHeard(ownEntry(words.unheard, outcome) ?? cleanLine(outcome, 40)))
  }

  return {
    event,
    line,
    notHeard,
    answering(answer) {
      given.set(queueKey(answer), { answer, told: false })
      const [oldest] = given.keys()
      if (given.size > MOST_GIVEN && oldest !== undefined) given.delete(oldest)
    },
    undoable({ answer, reminder, until }) {
      const reason = 'reason' in answer ? cleanLine(answer.reason, MAX_TEXT) : ''
      const seconds = Math.max(1, Math.ceil((until - now()) / 1_000))
      line(`${aboutOf(reminder)}${terminalMessages(locale).willAnswer(answer.move, reason, seconds)}`)
    },
    board(entries) {
      if (entries.length === 0) line(terminalMessages(locale).nothingWaits)
      for (const { reminder } of entries) for (const text of details(reminder)) line(text)
    },
    whole(reminder, order) {
      const whole = wholeOrder(reminder.order, order)
      for (const text of details({ ...reminder, order: whole }, MAX_WHOLE)) line(text)
      const { name, phone, address } = whole.customer ?? {}
      const customer = [name, phone, address].filter((text) => text !== undefined && text !== '')
      if (customer.length > 0)
        line(`  ${terminalMessages(locale).customer}: ${cleanLine(customer.join(' · '), MAX_WHOLE)}`)
    },
    speak(wanted) {
      locale = wanted
    },
    dialog: {
      async show({ reminder, text }: Alert): Promise<Outcome> {
        for (const detail of details(reminder)) line(detail)
        line(`  “${text}”`)
        return 'ok'
      },
      dismiss() {},
    },
  }
}

/** Writes the amount that went back; empty when nobody knows it. */
function refundedAmount({ refund, currency }: FrameOrder, locale: Locale): string {
  return refund?.amountMinor === undefined ? '' : formatMoney(refund.amountMinor, currency, locale)
}
