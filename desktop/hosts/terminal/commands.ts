import { ownEntry } from '../../../shared/own-entry.ts'
import { PRINTER_FAULTS } from '../../../shared/phrases/printer-faults.ts'
import { type AnyKind, reminderKind } from '../../../shared/reminder.ts'
import { type Answer, type Decision, queueKey } from '../../core/answers/answer.ts'
import type { Bell, BoardReminder } from '../../core/bell/bell.ts'
import type { DeviceHost } from '../../core/device/device-host.ts'
import { sayAfter, sayBefore } from '../../core/money/say-money.ts'
import type { PrinterTest } from '../../core/printing/test-print.ts'
import { terminalMessages } from './messages.ts'
import type { Screen } from './screen.ts'

const DEFAULT_MUTE_MINUTES = 10

/** A missed order can be accepted after all, behind the new ones. */
const ORDERS = [(kind: AnyKind) => kind === 'new_order', (kind: AnyKind) => kind === 'missed']
const NOTICES = [(kind: AnyKind) => kind !== 'new_order']

type Reminder = BoardReminder['reminder']

/** The part of a device that a human commands. */
type AnswerableBell = Pick<Bell, 'answer' | 'undo' | 'undoable' | 'open' | 'settings' | 'mute' | 'soundCheck'> &
  Pick<DeviceHost<unknown>, 'order' | 'attention' | 'testPrint'>

/** Does what a human types, a line at a time. Answers go to the order that is named, else to the oldest they can answer. */
export function createCommands(bell: AnswerableBell, screen: Screen, quit: () => void): (line: string) => void {
  const words = () => terminalMessages(bell.settings().locale)

  /** Finds what is open, not being answered already, and about an order whose number ends so; the oldest first. */
  function waiting(tail = ''): Reminder[] {
    return bell
      .open()
      .filter(({ reminder, answering }) => answering === undefined && endsIn(reminder, tail))
      .map(({ reminder }) => reminder)
  }

  /** Chooses the oldest of the reminders that the kinds fit, of the first kind that fits any. Says so when there is none. */
  function choose(
    tail: string | undefined,
    kinds: readonly ((kind: AnyKind) => boolean)[],
    none: () => string,
  ): Reminder | undefined {
    const found = kinds.map((fits) => waiting(tail).filter(({ type }) => fits(reminderKind(type)))).find(hasAny) ?? []
    const several = new Set(found.map(({ orderId }) => orderId)).size > 1
    if (tail !== undefined && found.length === 0) screen.line(words().noSuchOrder(tail))
    else if (tail !== undefined && several) screen.line(words().severalOrders(tail))
    else if (found.length === 0) screen.line(none())
    else return found[0]
    return undefined
  }

  function accept(tail: string | undefined): void {
    const order = choose(tail, ORDERS, () => words().nothingWaits)
    if (order !== undefined) void give({ move: 'confirm', orderId: order.orderId })
  }

  /** A reason may begin with a figure; what is the end of a number, or could be nothing else, names the order. */
  function reject([first = '', ...others]: readonly string[]): void {
    const named = /^\d{2,}$/.test(first) || (first.length > 1 && waiting(first).length > 0)
    const order = choose(named ? first : undefined, ORDERS, () => words().nothingWaits)
    const reason = (named ? others : [first, ...others]).join(' ')
    if (order === undefined) return
    if (reason === '') screen.line(words().reasonNeeded)
    else void giveRejection(order, reason)
    void tellBefore(order)
  }

  /** Prints what rejecting an order does to its money, by the server's word: while it can still be taken back. */
  async function tellBefore({ orderId, order }: Reminder): Promise<void> {
    screen.money(order.number, [sayBefore(await bell.attention(orderId), bell.settings().locale)])
  }

  /** Rejects an order, and prints what became of its money once the server has decided. */
  async function giveRejection({ orderId, order }: Reminder, reason: string): Promise<void> {
    const decision = await give({ move: 'reject', orderId, reason })
    if (!decision.accepted) return
    screen.money(order.number, sayAfter(await bell.attention(orderId), bell.settings().locale))
  }

  function acknowledge(tail: string | undefined): void {
    const orderWaits = waiting(tail).some(({ type }) => reminderKind(type) === 'new_order')
    if (orderWaits && waiting(tail).every(({ type }) => reminderKind(type) === 'new_order'))
      return screen.line(words().orderWaits)
    const notice = choose(tail, NOTICES, () => words().nothingWaits)
    if (notice !== undefined) void give({ move: 'acknowledge', reminderId: notice.id })
  }

  function give(answer: Answer): Promise<Decision> {
    screen.answering(answer)
    const decision = bell.answer(answer)
    const [latest] = bell.undoable()
    if (latest !== undefined && queueKey(latest.answer) === queueKey(answer)) screen.undoable(latest)
    return decision
  }

  function undo(): void {
    const [latest] = bell.undoable()
    // What was taken back is told by the bell's event.
    if (latest === undefined || !bell.undo(latest.key)) screen.line(words().nothingToUndo)
  }

  /** Prints the whole of an order that waits: the oldest, or the one whose number ends so. */
  async function readWhole(tail: string): Promise<void> {
    const found = bell.open().find(({ reminder }) => endsIn(reminder, tail))
    if (found === undefined) return screen.line(tail === '' ? words().nothingWaits : words().noSuchOrder(tail))
    const read = await bell.order(found.reminder.orderId)
    if (read.ok) screen.whole(found.reminder, read.value)
    else screen.line(words().notRead)
  }

  function told(outcome: string): void {
    if (outcome === 'ok') screen.line(words().soundChecked)
    else screen.notHeard(outcome)
  }

  function printed(tests: readonly PrinterTest[]): void {
    if (tests.length === 0) screen.line(words().noPrinter)
    const faults = PRINTER_FAULTS[bell.settings().locale]
    for (const { printer, outcome } of tests)
      screen.line(
        words().testPrinted(printer.address, outcome === 'ok' ? undefined : (ownEntry(faults, outcome) ?? outcome)),
      )
  }

  return (line) => {
    const [command = '', ...rest] = line.trim().split(/\s+/)
    const [argument] = rest
    if (command === 'a') accept(argument)
    else if (command === 'r') reject(rest)
    else if (command === 'k') acknowledge(argument)
    else if (command === 'u') undo()
    else if (command === 'w') void readWhole(argument ?? '')
    else if (command === 'm') bell.mute(argument === undefined ? DEFAULT_MUTE_MINUTES : Number(argument) || 0)
    else if (command === 't') void bell.soundCheck().then(told)
    else if (command === 'p') void bell.testPrint().then(printed)
    else if (command === 'l') screen.board(bell.open())
    else if (command === 'q') quit()
    else if (command !== '') screen.line(words().keys)
  }
}

function endsIn({ order }: Reminder, tail: string): boolean {
  return order.number.toUpperCase().endsWith(tail.toUpperCase())
}

function hasAny(reminders: readonly Reminder[]): boolean {
  return reminders.length > 0
}
