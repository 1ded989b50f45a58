import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { isCut, wholeOrder } from '../../../shared/api/whole-order.ts'
import { DEFAULT_LOCALE, type Locale } from '../../../shared/locales.ts'
import { formatMoney } from '../../../shared/money.ts'
import { ownEntry } from '../../../shared/own-entry.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { type FrameOrder, reminderKind, toldKind } from '../../../shared/reminder.ts'
import { timeToTheSecond } from '../../../shared/store-time.ts'
import { cleanLine } from '../../../shared/text.ts'
import { remarkWarns, warningsToShow } from '../../../shared/warnings/order-warnings.ts'
import { type Answer, queueKey } from '../../core/answers/answer.ts'
import type { BellEvent, BoardReminder, UndoableAnswer } from '../../core/bell/bell.ts'
import type { Status } from '../../core/bell/status.ts'
import type { MoneySaid } from '../../core/money/say-money.ts'
import type { Alert, Dialog, Outcome } from '../../core/ports.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../core/settings.ts'
import { soundState } from '../../core/statements/host-sound.ts'
import { causesToTell, sayCause, sayClaim, statementWords, storeClock } from '../../core/statements/say.ts'
import { statementsOf } from '../../core/statements/statements.ts'
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
  /** Prints what happens, or happened, to the money of the order of this number. */
  money(orderNumber: string, said: readonly MoneySaid[]): void
  /** Prints that an utterance was not heard, by its outcome. */
  notHeard(outcome: Outcome): void
  /** Writes in a language from now on, and times as a store's clocks show them; `zone`: IANA name. */
  speak(locale: Locale, zone?: string): void
  /** The dialog of a device without windows: the reminder in full, on paper as it were. */
  dialog: Dialog
}

/**
 * Prints lines, each with its time, to a terminal or a log. A stranger's text passes `cleanLine`, which bounds its length;
 * `write` is expected to let no control character through.
 */
export function createScreen(
  write: (text: string) => void,
  now: () => number,
  settings: () => Settings = () => DEFAULT_SETTINGS,
): Screen {
  let locale: Locale = DEFAULT_LOCALE
  /** The store's clocks: their zone, and how far they are ahead of this machine's, milliseconds. */
  let timeZone: string | undefined
  let aheadMs = 0
  let lastStatus = ''
  /** The texts of the causes that were told and still hold. */
  let toldCauses: readonly string[] = []
  /** The answers given here whose reminders are still open, by order or reminder. `told`: one of them was closed. */
  const given = new Map<string, { answer: Answer; told: boolean }>()

  function line(text: string): void {
    write(`${timeToTheSecond(now() + aheadMs, timeZone)}  ${text.replaceAll('\n', ' ')}\n`)
  }

  /** Describes a reminder line by line, its warnings first. */
  function details({ order, type, n, content, unsure }: ReminderFrame, longest = MAX_TEXT): string[] {
    const words = terminalMessages(locale)
    const shown = (text: string) => cleanLine(text, longest)
    const kind = reminderKind(type)
    const warnings = warningsToShow(order)
    const label = toldKind({ type, order }) !== 'cancel' && remarkWarns(order) ? words.warnings : words.remark
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
      ...(order.remark === undefined ? [] : [`  ${label}: ${shown(order.remark)}`]),
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
      status(happened.status)
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

  /** Prints the link with the number of those who wait, and each thing that a human should know, when it changes. */
  function status(next: Status): void {
    timeZone = next.store?.timezone ?? timeZone
    aheadMs = next.serverAheadMs
    const facts = { status: next, settings: settings(), sound: soundState(next.faults), bystander: false, timeZone }
    const statements = statementsOf(facts)
    const words = statementWords(locale)
    const { store, unanswered } = next
    const count = Object.values(unanswered).reduce((sum, some) => sum + some, 0)
    const link = sayClaim(statements.link, words)
    const text = `${link}${store === null ? '' : `  ${cleanLine(store.name, 60)}`}  ${terminalMessages(locale).waiting(count)}`
    if (text !== lastStatus) line(text)
    lastStatus = text
    const told = causesToTell(statements).map((cause) => {
      const { text, mend = '' } = sayCause(cause, words, storeClock(facts))
      // A volume that is raised again is worth a line again; what it was raised for needs no mending.
      return cause.id === 'raised' ? { key: `${text} ${cause.at}`, text } : { key: text, text: `${text}  ${mend}` }
    })
    for (const { key, text } of told) if (!toldCauses.includes(key)) line(text.trimEnd())
    toldCauses = told.map(({ key }) => key)
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
    money(orderNumber, said) {
      for (const { text } of said) line(`#${cleanLine(orderNumber, 64)} ${cleanLine(text, MAX_TEXT)}`)
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
    speak(wanted, zone) {
      locale = wanted
      timeZone = zone ?? timeZone
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
