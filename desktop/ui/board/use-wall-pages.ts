import { useMemo, useState } from 'react'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { layPages, type Place } from './lay-pages.ts'
import { type Room, sizeOf } from './ticket-size.ts'

/** The tickets of a page where they flow. */
const FLOWING = 9

export interface WallPages {
  page: number
  pages: number
  turn(to: number): void
  orders: readonly ReadOrder[]
  places: readonly Place[] | undefined
}

/** Deals orders out to pages, as many as the room holds, and remembers which page is looked at. */
export function useWallPages(orders: readonly ReadOrder[], room: Room | undefined): WallPages {
  const [wanted, setWanted] = useState(0)
  const laid = useMemo(
    () =>
      room &&
      layPages(
        orders.map((order) => sizeOf(order, room)),
        room,
      ),
    [orders, room],
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
