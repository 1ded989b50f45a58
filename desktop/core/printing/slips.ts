import type { ClosedFrame, ReminderFrame } from '../../../shared/protocol/frames.ts'
import { LEVEL, reminderKind, toldKind, waitsForAcceptance } from '../../../shared/reminder.ts'
import { findPrinter, PRINTER_ROLES, type PrinterRole, type PrintSettings } from '../print-settings.ts'
import { noteDone, type PrintState, type Slip, withSlips } from './print-state.ts'

interface Now {
  settings: PrintSettings
  /** Wall time, milliseconds. */
  now: number
}

/** Adds the slips that an open reminder asks for; called again for the same one, it adds none. */
export function askedByReminder(state: PrintState, reminder: ReminderFrame, { settings, now }: Now): PrintState {
  if (settings.printers.length === 0) return state
  const kind = toldKind(reminder)
  const make = slipMaker(reminder, { settings, now })
  if (kind === 'new_order' || kind === 'missed') {
    if (settings.when !== 'arrival') return state
    const known = rolesOfOrder(state, reminder)
    const first = make('order', 'first').filter(({ role }) => !known.includes(role))
    return withSlips(withSlips(state, first), againOf(state, reminder, make))
  }
  // A slip about an order of which nothing was printed here would only be a riddle.
  if (settings.when === 'off' || (kind !== 'urge' && kind !== 'cancel') || !hasPaper(state, reminder)) return state
  const slips = make(kind, 'first')
  return withSlips(state, slips.some(({ role }) => role === 'kitchen') ? slips.filter(inKitchen) : slips)
}

/** Adds the slips of an order that was accepted, or drops those of one that was called off before they were begun. */
export function askedByClosing(state: PrintState, reminder: ReminderFrame, closed: ClosedFrame, at: Now): PrintState {
  if (isCalledOff(closed)) return calledOff(state, reminder)
  if (at.settings.when !== 'accept' || !isAccepted(closed) || !waitsForAcceptance(reminderKind(reminder.type)))
    return state
  const known = rolesOfOrder(state, reminder)
  return withSlips(
    state,
    slipMaker(reminder, at)('order', 'first').filter(({ role }) => !known.includes(role)),
  )
}

/** A ticket that was printed in time, of an order that still waits at the loudest level: the paper may be lost. */
function againOf(state: PrintState, { id, level }: ReminderFrame, make: ReturnType<typeof slipMaker>): Slip[] {
  if (level < LEVEL.loudest) return []
  const early = state.done.filter((slip) => slip.reminderId === id && slip.level < LEVEL.loudest)
  return make('order', 'again')
    .filter(({ role }) => early.some(({ key }) => key === keyOf('order', 'first', id, role)))
    .map((slip) => ({ ...slip, again: true as const }))
}

/** Older servers tell no move: then `cancelled`, the order moved on, is taken for the worst that it can mean. */
function isCalledOff({ state, move }: ClosedFrame): boolean {
  return move === undefined ? state === 'cancelled' : move === 'reject' || move === 'cancel'
}

function isAccepted({ state, move }: ClosedFrame): boolean {
  return move === undefined ? state === 'acknowledged' : ['confirm', 'dispatch', 'complete'].includes(move)
}

/** A slip of which paper may exist counts as printed, so that the kitchen gets the slip that calls it off. */
function calledOff(state: PrintState, reminder: ReminderFrame): PrintState {
  let next = state
  for (const slip of state.slips.filter((one) => isOf(one.reminder, reminder) && one.kind !== 'cancel')) {
    if (slip.begun) continue
    next = slip.again
      ? noteDone(next, slip, 'called_off')
      : { ...next, slips: next.slips.filter(({ key }) => key !== slip.key) }
  }
  if (hasPaper(next, reminder)) return next
  return { ...next, slips: next.slips.filter((slip) => slip.begun || !isOf(slip.reminder, reminder)) }
}

/** Roles whose ticket of this order is printed or asked for, whichever of its reminders it was asked for by. */
function rolesOfOrder({ slips, done }: PrintState, reminder: ReminderFrame): PrinterRole[] {
  const keys = [
    ...slips.filter((slip) => isOf(slip.reminder, reminder)).map(({ key }) => key),
    ...done.filter((slip) => slip.orderId === reminder.orderId && slip.number === reminder.order.number).map(keyIn),
  ]
  return PRINTER_ROLES.filter((role) => keys.some((key) => key.startsWith('order/') && key.endsWith(`/${role}`)))
}

function hasPaper(state: PrintState, reminder: ReminderFrame): boolean {
  return rolesOfOrder(state, reminder).length > 0
}

/** An order as the server numbers it; a server that was restored may give the same id again, under another number. */
function isOf(one: ReminderFrame, other: ReminderFrame): boolean {
  return one.orderId === other.orderId && one.order.number === other.order.number
}

function slipMaker(reminder: ReminderFrame, { settings, now }: Now) {
  return (kind: Slip['kind'], time: 'first' | 'again'): Slip[] =>
    PRINTER_ROLES.filter((role) => findPrinter(settings, role, reminder.order.fulfilment) !== undefined).map(
      (role) => ({ key: keyOf(kind, time, reminder.id, role), kind, role, reminder, askedAt: now }),
    )
}

function keyOf(kind: Slip['kind'], time: 'first' | 'again', reminderId: string, role: PrinterRole): string {
  return [kind, ...(time === 'again' ? [time] : []), reminderId, role].join('/')
}

const keyIn = ({ key }: { key: string }) => key
const inKitchen = ({ role }: Slip) => role === 'kitchen'
