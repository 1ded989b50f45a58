import { useState } from 'react'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { type Move, mayOffer, ORDER_STATUS } from '../../../shared/order.ts'
import type { Answer } from '../../core/answers/answer.ts'
import type { Messages } from '../messages/messages.ts'
import { useUi } from '../parts/context.tsx'

const FORWARD = ['confirm', 'dispatch', 'complete'] as const
const ENDS = ['reject', 'cancel'] as const

/** The moves that an order's state allows, and how to give them. */
export interface OrderMoves {
  /** The moves that lead on; a known fulfilment has one, an unknown one those of all. */
  forward: readonly (typeof FORWARD)[number][]
  ends: readonly (typeof ENDS)[number][]
  /** The move that was given here and has not been decided. */
  given: Answer['move'] | undefined
  give(move: (typeof FORWARD)[number]): void
  refuse(move: (typeof ENDS)[number], reason: string): void
}

/** Finds the moves of an order. A move that was given holds the others back until the server has decided. */
export function useOrderMoves(order: ReadOrder): OrderMoves {
  const { bridge, view } = useUi()
  const [own, setOwn] = useState<{ move: Answer['move']; from: number }>()
  const held = view.undoable.find(({ answer }) => answer.move !== 'acknowledge' && answer.orderId === order.id)
  const given = held?.answer.move ?? (own?.from === order.status ? own.move : undefined)
  const may = (move: Move) => mayOffer(order, move)

  async function answer(given: Exclude<Answer, { move: 'acknowledge' }>): Promise<void> {
    setOwn({ move: given.move, from: order.status })
    const decision = await bridge.answer(given)
    if (!decision.accepted) setOwn(undefined)
  }

  return {
    forward: FORWARD.filter(may),
    ends: ENDS.filter(may),
    given,
    give: (move) => void answer({ move, orderId: order.id }),
    refuse: (move, reason) => void answer({ move, orderId: order.id, reason }),
  }
}

/** Names a move that leads on, as the people of the shop do: an order is served, taken away, sent out, or has arrived. */
export function verbOf(move: OrderMoves['forward'][number], order: ReadOrder, { alert, board }: Messages): string {
  if (move === 'confirm') return alert.accept
  if (move === 'dispatch') return board.dispatch
  if (order.status === ORDER_STATUS.confirmed && order.fulfilment === 'dine_in') return board.serve
  if (order.status === ORDER_STATUS.confirmed && order.fulfilment === 'pickup') return board.collect
  return board.complete
}
