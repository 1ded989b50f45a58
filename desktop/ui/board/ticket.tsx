import { type CSSProperties, useMemo, useRef } from 'react'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { remarkWarns } from '../../../shared/warnings/order-warnings.ts'
import type { BoardReminder } from '../../core/bell/bell.ts'
import { useUi } from '../parts/context.tsx'
import { fulfilmentOf, tailOf } from '../parts/format.ts'
import { useTick } from '../parts/second-clock.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { WarningList } from '../parts/warning-list.tsx'
import { dishName } from './dish-totals.ts'
import { MoreBelow } from './more-below.tsx'
import { remarkBeside } from './remark-beside.ts'
import { ageBand, ageSince, type Stage } from './stages.ts'
import { TicketAge } from './ticket-age.tsx'
import { TicketDishes } from './ticket-dishes.tsx'
import { useOrderMoves, verbOf } from './use-order-moves.ts'
import type { StrikeOff } from './use-struck-dishes.ts'

export interface TicketProps {
  order: ReadOrder
  stage: Stage
  /** The key that picks it, 1–9; `undefined`: its place has none. */
  pickKey: number | undefined
  /** The open urge of this order, which stands here and nowhere else. */
  urge: BoardReminder | undefined
  strikeOff: StrikeOff
  sought: string | undefined
  /** Its cells, where tickets are laid. */
  style: CSSProperties
  /** Tells whether the ticket stands over several columns. */
  wide: boolean
  openUrge(reminderId: string): void
  open(): void
}

/** Shows an order as a whole paper ticket: how old it is, its warnings, every dish with its note, and one verb. */
export function Ticket(props: TicketProps) {
  const { order, stage, pickKey, urge, strikeOff, sought, style, wide, openUrge, open } = props
  const { messages, openNumbers } = useUi()
  const band = useTick((now) => ageBand(stage, now - ageSince(stage, order)))
  const body = useRef<HTMLDivElement>(null)
  const tail = tailOf(order.number, openNumbers)
  const holds = sought !== undefined && order.items.some(({ name }) => dishName(name) === sought)
  const cooked = stage === 'done'
  const remark = useMemo(() => remarkBeside(order), [order])
  const warns = useMemo(() => !cooked && remarkWarns(order), [cooked, order])
  return (
    <article
      className="card slip"
      data-status={order.status}
      data-band={band}
      data-holds={holds}
      data-urged={urge !== undefined}
      data-wide={wide}
      data-ticket={pickKey ?? 0}
      data-order={order.id}
      tabIndex={-1}
      style={style}
      aria-label={`${messages.order.number} ${tail}`}
    >
      <header className="slip-head">
        {pickKey !== undefined && (
          <span className="slip-key" aria-hidden="true">
            {pickKey}
          </span>
        )}
        <strong className="card-tail" data-long={tail.length > 4}>
          {tail}
        </strong>
        <span className="tag">{fulfilmentOf(order, messages)}</span>
        <TicketAge order={order} stage={stage} />
      </header>
      <div className="slip-body" ref={body}>
        {urge !== undefined && (
          <p className="slip-urge">
            <span>{messages.alert.urgedTimes(Math.max(1, order.urges))}</span>
            <button type="button" className="button" onClick={() => openUrge(urge.reminder.id)}>
              {urge.answering === undefined ? messages.board.open : messages.undo.will[urge.answering]}
            </button>
          </p>
        )}
        {!cooked && <WarningList order={order} className="card-warnings" />}
        {urge === undefined && order.urges > 0 && !cooked && (
          <p className="slip-note" data-kind="urge">
            {messages.order.urged(order.urges)}
          </p>
        )}
        {order.payment === 'cash' && <p className="slip-note">{messages.order.cash(order)}</p>}
        {order.revivedAt !== null && !cooked && <p className="slip-note">{messages.order.revived}</p>}
        {remark !== undefined && (
          <p className="card-remark" data-warns={warns}>
            <UntrustedText text={remark} />
          </p>
        )}
        <TicketDishes {...{ order, strikeOff, sought }} />
      </div>
      <MoreBelow body={body} />
      <footer className="slip-foot">
        <TicketVerb order={order} />
        <button
          type="button"
          className="button slip-more"
          data-details
          aria-label={`${messages.board.details} ${tail}`}
          onClick={open}
        >
          ⋯
        </button>
      </footer>
    </article>
  )
}

/** Shows the verb of a ticket; all that its order's fulfilment might mean, where this app does not know it. */
function TicketVerb({ order }: { order: ReadOrder }) {
  const { messages } = useUi()
  const { forward, given, give } = useOrderMoves(order)
  return forward.map((move) => (
    <button
      key={move}
      type="button"
      className="button accept slip-verb"
      data-answers
      data-verb
      disabled={given !== undefined}
      onClick={() => give(move)}
    >
      {given === undefined ? verbOf(move, order, messages) : messages.undo.will[given]}
    </button>
  ))
}
