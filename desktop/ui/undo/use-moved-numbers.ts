import { useEffect, useState } from 'react'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import type { UndoableAnswer } from '../../core/bell/bell.ts'
import { useUi } from '../parts/context.tsx'

/**
 * Finds the numbers of the orders that answers without a reminder move, as 已送出 does: among the board's `orders`, else by
 * asking the server, since an alert knows no board. `undefined` until it is known.
 */
export function useMovedNumbers(
  undoable: readonly UndoableAnswer[],
  orders: readonly ReadOrder[],
): (orderId: number) => string | undefined {
  const { bridge } = useUi()
  const [read, setRead] = useState<ReadonlyMap<number, string>>(new Map())
  const known = (orderId: number) => orders.find(({ id }) => id === orderId)?.number ?? read.get(orderId)
  const missing = undoable
    .flatMap(({ answer, reminder }) => (reminder === undefined && 'orderId' in answer ? [answer.orderId] : []))
    .filter((orderId) => known(orderId) === undefined)
    .join(' ')
  useEffect(() => {
    let wanted = true
    for (const orderId of missing
      .split(' ')
      .filter((id) => id !== '')
      .map(Number))
      void bridge.order(orderId).then((order) => {
        if (wanted && order.ok) setRead((before) => new Map([...before, [orderId, order.value.number]]))
      })
    return () => {
      wanted = false
    }
  }, [bridge, missing])
  return known
}
