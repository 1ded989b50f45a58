import { useState } from 'react'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { formatMoney } from '../../../shared/money.ts'
import { type Move, mayOffer, ORDER_STATUS } from '../../../shared/order.ts'
import { ReasonPanel } from '../alert/reason-panel.tsx'
import { useUi } from '../parts/context.tsx'
import { fulfilmentOf, tailOf, timeOfDay } from '../parts/format.ts'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { WarningList } from '../parts/warning-list.tsx'
import { CardItems } from './card-items.tsx'

/** Shows an order on the board, with the moves that its state allows. */
export function OrderCard({ order }: { order: ReadOrder }) {
  const { messages, locale, timezone, openNumbers } = useUi()
  const underWay = order.status < ORDER_STATUS.completed
  const at = order.completedAt ?? order.dispatchedAt ?? order.confirmedAt ?? order.createdAt
  return (
    <article
      className="card"
      data-status={order.status}
      aria-label={`${messages.order.number} ${tailOf(order.number, openNumbers)}`}
    >
      <header>
        <strong className="card-tail">{tailOf(order.number, openNumbers)}</strong>
        <span className="tag">{fulfilmentOf(order, messages)}</span>
        {order.missedAt !== null && order.status === ORDER_STATUS.to_be_confirmed && (
          <span className="tag" data-kind="missed">
            {messages.order.missed}
          </span>
        )}
        {order.urges > 0 && underWay && (
          <span className="tag" data-kind="urge">
            {messages.order.urged(order.urges)}
          </span>
        )}
      </header>
      {underWay && <WarningList order={order} className="card-warnings" />}
      {order.revivedAt !== null && underWay && <p className="card-note">{messages.order.revived}</p>}
      {order.remark !== null && underWay && (
        <p className="card-remark">
          <UntrustedText text={order.remark} max={120} />
        </p>
      )}
      {underWay && <CardItems items={order.items} more={0} />}
      <footer>
        <span>{formatMoney(order.amountMinor, order.currency, locale)}</span>
        <time dateTime={new Date(at).toISOString()}>{timeOfDay(at, timezone)}</time>
      </footer>
      <Moves order={order} />
    </article>
  )
}

function Moves({ order }: { order: ReadOrder }) {
  const { bridge, messages } = useUi()
  const [asked, setAsked] = useState<'cancel' | 'reject'>()
  const [given, setGiven] = useState<ReadOrder['status']>()
  const may = (move: Move) => mayOffer(order, move)
  const waits = given === order.status
  const { alert, board } = messages
  const simple = { confirm: alert.accept, dispatch: board.dispatch, complete: board.complete } as const
  const refusals = { reject: alert.reject, cancel: board.cancel } as const

  async function answer(move: keyof typeof simple): Promise<void> {
    setGiven(order.status)
    const decision = await bridge.answer({ move, orderId: order.id })
    if (!decision.accepted) setGiven(undefined)
  }

  async function refuse(move: keyof typeof refusals, reason: string): Promise<void> {
    setAsked(undefined)
    setGiven(order.status)
    const decision = await bridge.answer({ move, orderId: order.id, reason })
    if (!decision.accepted) setGiven(undefined)
  }

  if (asked !== undefined) {
    const question = asked === 'cancel' ? alert.cancelQuestion : alert.rejectQuestion
    const reasons = asked === 'cancel' ? alert.cancelReasons : alert.reasons
    return (
      <ReasonPanel {...{ question, reasons }} choose={(r) => void refuse(asked, r)} back={() => setAsked(undefined)} />
    )
  }
  const moves = (Object.keys(simple) as (keyof typeof simple)[]).filter(may)
  const ends = (Object.keys(refusals) as (keyof typeof refusals)[]).filter(may)
  if (moves.length + ends.length === 0) return null
  return (
    <div className="card-actions">
      {moves.map((move) => (
        <button
          key={move}
          type="button"
          className="button accept"
          data-answers
          disabled={waits}
          onClick={() => answer(move)}
        >
          {simple[move]}
        </button>
      ))}
      {ends.map((move) => (
        <button key={move} type="button" className="button quiet" disabled={waits} onClick={() => setAsked(move)}>
          {refusals[move]}
        </button>
      ))}
    </div>
  )
}
