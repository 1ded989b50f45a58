import { useMemo, useState } from 'react'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { layPages, type Place } from './lay-pages.ts'
import type { Room } from './room.ts'
import { sizeOf, type TicketSize } from './ticket-size.ts'

/** The tickets of a page where they flow. */
const FLOWING = 9

export interface WallPages {
  page: number
  pages: number
  turn(to: number): void
  orders: readonly ReadOrder[]
  places: readonly Place[] | undefined
}

/**
 * Deals orders out to pages, as many as the room holds, and remembers which page is looked at. `urges`: by order id, what
 * stands on its ticket beside the order.
 */
export function useWallPages(
  orders: readonly ReadOrder[],
  urges: ReadonlyMap<number, unknown>,
  room: Room | undefined,
): WallPages {
  const [wanted, setWanted] = useState(0)
  const size = useMemo(() => room && rememberSizes(room), [room])
  const laid = useMemo(
    () =>
      room &&
      size &&
      layPages(
        orders.map((order) => size(order, urges.has(order.id))),
        room,
      ),
    [orders, urges, room, size],
  )
  const pages = Math.max(1, laid?.length ?? Math.ceil(orders.length / FLOWING))
  const page = Math.min(wanted, pages - 1)
  const places = laid?.[page]
  const shown =
    laid === undefined
      ? orders.slice(page * FLOWING, (page + 1) * FLOWING)
      : (places ?? []).flatMap(({ index }) => orders[index] ?? [])
  return {
    page,
    pages,
    turn: (to) => setWanted(Math.max(0, Math.min(pages - 1, to))),
    orders: shown,
    places,
  }
}

/** Sizes each order once in a room: hundreds of them are laid anew with every reminder, between two loads. */
function rememberSizes(room: Room): (order: ReadOrder, urged: boolean) => TicketSize {
  const known = { plain: new WeakMap<ReadOrder, TicketSize>(), urged: new WeakMap<ReadOrder, TicketSize>() }
  return (order, urged) => {
    const sizes = urged ? known.urged : known.plain
    const size = sizes.get(order) ?? sizeOf(order, room, urged)
    sizes.set(order, size)
    return size
  }
}
