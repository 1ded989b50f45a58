import { type RefObject, useMemo, useRef } from 'react'
import { reminderKind, toldKind, waitingSince } from '../../../shared/reminder.ts'
import { warningsOf, warningsToShow } from '../../../shared/warnings/order-warnings.ts'
import type { KeptBack } from '../../core/answers/kept-back.ts'
import type { BoardReminder } from '../../core/bell/bell.ts'
import { useUi } from '../parts/context.tsx'
import { calledOf, clockFace, fulfilmentOf, secondsBetween } from '../parts/format.ts'
import { useTick } from '../parts/second-clock.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { WarningList } from '../parts/warning-list.tsx'
import { Insistence } from './insistence.tsx'
import { useCut } from './use-cut.ts'
import { usePressGuard } from './use-press-guard.ts'

interface WaitingRowProps {
  item: BoardReminder
  /** Why it is not accepted together with others, where others are. */
  why: KeptBack | undefined
  pressable: boolean
  /** The button that answers; absent for all rows but the first. */
  main: RefObject<HTMLButtonElement | null> | undefined
  open(): void
  accept(): void
}

/** The longest texts of a row, characters. */
const MOST_DISHES = 200
const MOST_REMARK = 80
/** Safari gives the keyboard no way to a part that scrolls (WCAG 2.1.1). */
const FOCUSABLE = { tabIndex: 0 }

/**
 * Shows one of several that wait: number, kind, portions, warnings, dishes with their notes, waiting time, and its own
 * answer. A new order that the row cannot show whole is opened by it and not accepted, as the alert accepts none before its
 * end was on the screen.
 */
export function WaitingRow({ item: { reminder }, why, pressable, main, open, accept }: WaitingRowProps) {
  const { messages, openNumbers } = useUi()
  const { order } = reminder
  const { alert } = messages
  const kind = toldKind(reminder)
  const isOrder = reminderKind(reminder.type) === 'new_order'
  const called = calledOf(reminder, messages, openNumbers)
  const since = waitingSince(order)
  const portions = order.items.reduce((sum, { quantity }) => sum + quantity, 0)
  // The list of warnings says more than the beginning of a remark does.
  const listsWarnings = useMemo(() => warningsToShow(order).warnings.length > 0, [order])
  const warns = useMemo(() => warningsOf(order).warnings.length > 0, [order])
  const dishes = order.items
    .map(({ name, quantity, note }) => `${quantity}× ${name}${note === undefined || note === '' ? '' : ` ${note}`}`)
    .join(' · ')
  const remark = order.remark ?? ''
  const box = useRef<HTMLDivElement>(null)
  const scrolls = useCut(box, JSON.stringify([dishes, remark, order.warnings]))
  const cut = isOrder && (scrolls || dishes.length > MOST_DISHES || remark.length > MOST_REMARK)
  const opens = why === 'unread' || cut
  // The button that opened a moment ago accepts now: a press was meant for what it said before.
  const settled = usePressGuard(`${reminder.id} ${opens}`)
  // A line that is there stays as it is: with a shorter one in its place the row might not be cut any more.
  const kept = why ?? (cut ? 'unread' : undefined)
  return (
    <li className="waiting-row" data-kind={reminderKind(reminder.type)}>
      <button type="button" className="waiting-open" onClick={open}>
        <span className="unseen">{alert.list.open} </span>
        <strong className="waiting-tail" data-long={called.length > 4 || /\D/.test(called)}>
          {called}
        </strong>
        <span className="waiting-what">
          <b>{messages.kind[kind]}</b>
          <span>
            {[fulfilmentOf(order, messages), portions > 0 && alert.portions(portions, order.moreItems > 0)]
              .filter((part) => part !== false && part !== '')
              .join(' · ')}
          </span>
        </span>
        {since !== undefined && <Waited since={since} limit={isOrder ? order.acceptBy : undefined} />}
      </button>
      <div ref={box} className="waiting-text" {...(scrolls && FOCUSABLE)}>
        {kind !== 'cancel' && <WarningList order={order} className="waiting-warnings" />}
        {!isOrder && <Insistence reminder={reminder} />}
        {order.remark !== undefined && kind !== 'cancel' && !listsWarnings && (
          <p className="waiting-remark" data-warns={warns}>
            <UntrustedText text={order.remark} max={MOST_REMARK} />
          </p>
        )}
        {isOrder && (
          <p className="waiting-dishes">
            <UntrustedText text={dishes} max={MOST_DISHES} still />
          </p>
        )}
        {kept !== undefined && <p className="waiting-why">{alert.list.keptBack[kept]}</p>}
      </div>
      {opens ? (
        <button ref={main} type="button" className="button waiting-answer" onClick={open}>
          {alert.list.open}
        </button>
      ) : (
        <button
          ref={main}
          type="button"
          className="button waiting-answer"
          data-answers
          disabled={!pressable || !settled}
          aria-label={`${isOrder ? alert.accept : alert.noted} ${called}`}
          onClick={accept}
        >
          {isOrder ? alert.accept : alert.noted}
        </button>
      )}
    </li>
  )
}

/** Shows for how long a customer has waited, to the second; `limit`: the time from which that is too long. */
function Waited({ since, limit }: { since: number; limit: number | undefined }) {
  const { alert } = useUi().messages
  const waited = useTick((now) => alert.waited(clockFace(secondsBetween(since, now))))
  const late = useTick((now) => (limit !== undefined && limit <= now ? 'true' : 'false'))
  return (
    <span className="waiting-since" data-late={late}>
      {waited}
    </span>
  )
}
