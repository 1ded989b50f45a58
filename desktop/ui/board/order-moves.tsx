import { useState } from 'react'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { ReasonPanel } from '../alert/reason-panel.tsx'
import { useUi } from '../parts/context.tsx'
import { useOrderMoves, verbOf } from './use-order-moves.ts'

/** Shows every move that an order's state allows; one that ends it asks for the reason first. `moved`: one was given. */
export function OrderMoves({ order, moved = () => {} }: { order: ReadOrder; moved?(): void }) {
  const { messages } = useUi()
  const { forward, ends, given, give, refuse } = useOrderMoves(order)
  const [asked, setAsked] = useState<(typeof ends)[number]>()
  const { alert, board } = messages
  const refusals = { reject: alert.reject, cancel: board.cancel }

  if (asked !== undefined) {
    const question = asked === 'cancel' ? alert.cancelQuestion : alert.rejectQuestion
    const reasons = asked === 'cancel' ? alert.cancelReasons : alert.reasons
    const choose = (reason: string) => {
      setAsked(undefined)
      refuse(asked, reason)
      moved()
    }
    return <ReasonPanel orderId={order.id} {...{ question, reasons, choose }} back={() => setAsked(undefined)} />
  }
  if (forward.length + ends.length === 0) return null
  return (
    <div className="card-actions">
      {forward.map((move) => (
        <button
          key={move}
          type="button"
          className="button accept"
          data-answers
          disabled={given !== undefined}
          onClick={() => {
            give(move)
            moved()
          }}
        >
          {given === move ? messages.undo.will[move] : verbOf(move, order, messages)}
        </button>
      ))}
      {ends.map((move) => (
        <button
          key={move}
          type="button"
          className="button quiet"
          disabled={given !== undefined}
          onClick={() => setAsked(move)}
        >
          {refusals[move]}
        </button>
      ))}
    </div>
  )
}
