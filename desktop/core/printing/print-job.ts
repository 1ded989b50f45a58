import type { Clock } from '../../../shared/clock.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { layOutTicket } from '../../../shared/tickets/lay-out-ticket.ts'
import type { OrderTicketKind, PaperOptions } from '../../../shared/tickets/ticket.ts'
import type { PrintJob } from '../ports.ts'
import type { PrinterSettings } from '../print-settings.ts'
import { withTimeout } from '../with-timeout.ts'
import type { Slip } from './print-state.ts'

/** The longest wait for the whole order, milliseconds: a ticket that says what it lacks is better than none. */
const READ_LIMIT_MS = 3_000

/** The facts of the shop that stand on every ticket. */
export type ShopFacts = Omit<PaperOptions, 'paper'> & { openNumbers: readonly string[] }

/** Makes the ticket of a slip, from the whole order where its frame is shortened and the server answers. */
export async function printJobOf(
  slip: Slip,
  printer: PrinterSettings,
  deps: {
    clock: Clock
    shop(): ShopFacts
    /** Absent: nobody can be asked. */
    wholeOrder?: ((frame: ReminderFrame) => Promise<ReminderFrame['order']>) | undefined
  },
): Promise<Omit<PrintJob, 'begins'>> {
  const { reminder, again } = slip
  const { wholeOrder } = deps
  const read = wholeOrder && (await withTimeout(deps.clock, READ_LIMIT_MS, () => wholeOrder(reminder)))
  const order = read === undefined || typeof read === 'string' ? reminder.order : read
  const shop = deps.shop()
  const openNumbers = shop.openNumbers.filter((number) => number !== order.number)
  const marks = { kind: ticketKind(slip), ...(again && { reprint: true }) }
  return { printer, ticket: layOutTicket(order, { ...shop, openNumbers, ...marks, paper: printer.paper }) }
}

function ticketKind({ kind, role }: Slip): OrderTicketKind {
  if (kind !== 'order') return kind
  return role === 'kitchen' ? 'kitchen' : 'customer'
}
