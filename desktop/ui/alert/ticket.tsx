import type { RefObject } from 'react'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { reminderKind, toldKind } from '../../../shared/reminder.ts'
import { remarkWarns } from '../../../shared/warnings/order-warnings.ts'
import { MoneyAfter } from '../money/money-line.tsx'
import { useUi } from '../parts/context.tsx'
import { ReadWhole } from '../parts/read-whole.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { WarningList } from '../parts/warning-list.tsx'
import { Customer } from './customer.tsx'
import { DishList } from './dish-list.tsx'
import { Insistence } from './insistence.tsx'
import { TicketHead } from './ticket-head.tsx'
import type { DishesSeen } from './use-dishes-seen.ts'
import { useWide } from './use-wide.ts'

/** Safari gives the keyboard no way to a part that scrolls (WCAG 2.1.1). */
const FOCUSABLE = { tabIndex: 0 }

/** The longest texts of a customer that are no more than a few lines, characters. */
const MOST_BESIDE = 80

interface TicketProps {
  reminder: ReminderFrame
  /** The part of the ticket that scrolls. */
  paper: RefObject<HTMLDivElement | null>
  seen: DishesSeen
  /** Whether the frame lacks dishes or warnings that are still to be read. */
  lacking: boolean
  /** The rest that is to be read, in words. */
  hint: string
  readOn(): void
}

/**
 * Draws one reminder as a paper ticket: the number to call, and what to cook, which scrolls by itself. A reminder without
 * an order is one sheet, because its name already stands above it.
 */
export function Ticket({ reminder, paper, seen, lacking, hint, readOn }: TicketProps) {
  const { view, messages } = useUi()
  const wide = useWide()
  const { order } = reminder
  const bare = order.number === ''
  const warned = toldKind(reminder) !== 'cancel'
  // A remark that says nothing but the warning stands in its place.
  const inItsPlace = warned && remarkWarns(order)
  const customer = <Customer customer={order.customer} />
  // Below the number, which does not scroll, if there is room for it; else behind the dishes.
  const roomy = wide && !bare && view.settings.distance === 'near'
  const besideDishes = roomy && Object.values(order.customer ?? {}).join('').length <= MOST_BESIDE
  return (
    <div className="ticket" data-bare={bare}>
      {!bare && <TicketHead reminder={reminder}>{besideDishes && customer}</TicketHead>}
      <div className="ticket-side">
        <section ref={paper} className="ticket-body" {...FOCUSABLE} aria-label={messages.order.items}>
          <ReadWhole reminder={reminder} />
          <Insistence reminder={reminder} />
          {isCalledOff(reminder) && <MoneyAfter orderId={reminder.orderId} />}
          {warned && <WarningList order={order} className="warnings" />}
          {reminder.unsure && <p className="unsure">{messages.alert.unsure}</p>}
          {order.remark !== undefined && (
            <p className="remark" data-warns={inItsPlace}>
              <span className="remark-label">{messages.order.remark}</span>
              <UntrustedText text={order.remark} />
            </p>
          )}
          <DishList order={order} />
          {!besideDishes && customer}
        </section>
        {(seen.scrolls || lacking) && (
          <button
            type="button"
            className="more-below"
            data-end={seen.below === 0 && !lacking}
            tabIndex={-1}
            onClick={readOn}
          >
            {seen.below > 0 || lacking ? hint : messages.alert.readToEnd}
          </button>
        )}
      </div>
    </div>
  )
}

/** Tells whether somebody called the order off; a refund at its provider leaves it standing. */
function isCalledOff({ type, order, orderId }: ReminderFrame): boolean {
  return reminderKind(type) === 'cancel' && order.refund === undefined && orderId > 0
}
