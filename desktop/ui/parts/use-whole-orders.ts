import { useCallback, useEffect, useMemo, useState } from 'react'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { textsOf, wholeOrder } from '../../../shared/api/whole-order.ts'
import type { Bridge, View } from '../bridge.ts'

/** The orders on the board that somebody wanted to read whole. */
export interface WholeOrders {
  /** `undefined`: nobody has asked for it. */
  stateOf(orderId: number): 'loading' | 'failed' | 'whole' | undefined
  /** Reads an order from the server, and shows it whole from then on. */
  open(orderId: number): void
  /** The texts of those orders, as they were placed. */
  texts: ReadonlySet<string>
}

type Opened = ReadonlyMap<number, ReadOrder | 'loading' | 'failed'>

/**
 * Keeps the whole texts of orders that a human has opened, as long as a reminder of theirs is on the board. Returns the
 * board with them in place of the frames' shortened ones.
 */
export function useWholeOrders(bridge: Bridge, board: View['board']): [View['board'], WholeOrders] {
  const [opened, setOpened] = useState<Opened>(new Map())

  useEffect(() => {
    const waiting = new Set(board.map(({ reminder }) => reminder.orderId))
    setOpened((before) => {
      const kept = [...before].filter(([orderId]) => waiting.has(orderId))
      return kept.length === before.size ? before : new Map(kept)
    })
  }, [board])

  const open = useCallback(
    async (orderId: number) => {
      const note = (now: ReadOrder | 'loading' | 'failed') =>
        setOpened((before) => new Map([...before, [orderId, now] as const]))
      note('loading')
      const read = await bridge.order(orderId)
      note(read.ok ? read.value : 'failed')
    },
    [bridge],
  )

  return useMemo(() => {
    const whole = board.map((item) => {
      const { reminder } = item
      const order = opened.get(reminder.orderId)
      if (typeof order !== 'object') return item
      return { ...item, reminder: { ...reminder, order: wholeOrder(reminder.order, order) } }
    })
    const orders = [...opened.values()].filter((order) => typeof order === 'object')
    const known: WholeOrders = {
      stateOf(orderId) {
        const state = opened.get(orderId)
        return typeof state === 'object' ? 'whole' : state
      },
      open: (orderId) => void open(orderId),
      texts: new Set(orders.flatMap(textsOf)),
    }
    return [whole, known]
  }, [board, opened, open])
}
