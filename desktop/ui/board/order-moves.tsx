import { useState } from 'react'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { type Move, mayOffer } from '../../../shared/order.ts'
import { ReasonPanel } from '../alert/reason-panel.tsx'
import { useUi } from '../parts/context.tsx'

/** Shows the moves that an order's state allows. */
export function OrderMoves({ order }: { order: ReadOrder }) {
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
