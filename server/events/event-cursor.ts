/**
 * A position among the events of one store, or of all. Opaque to its reader. The random id of the event there proves that
 * reader and database share a history: after a restore from a backup the numbers alone are given out again (I13).
 */
export type EventCursor =
  | { of: 'store'; storeId: string; epoch: string; seq: number; eventId: string }
  | { of: 'all'; place: number; eventId: string }

/** The event id of a cursor at a position where no event is. */
export const NO_EVENT = '-'

/** Writes a cursor as the text that a reader keeps. */
export function formatEventCursor(cursor: EventCursor): string {
  return cursor.of === 'store'
    ? `s.${cursor.storeId}.${cursor.epoch}.${cursor.seq}.${cursor.eventId}`
    : `a.${cursor.place}.${cursor.eventId}`
}

const NUMBER = '(0|[1-9]\\d{0,14})'
const ID = '([A-Za-z0-9_]{1,64})'
const EVENT = '([a-z0-9_]{1,64}|-)'
const OF_STORE = new RegExp(`^s\\.${ID}\\.${ID}\\.${NUMBER}\\.${EVENT}$`)
const OF_ALL = new RegExp(`^a\\.${NUMBER}\\.${EVENT}$`)

/** Reads a cursor's text; `undefined` for a text that no server of this kind wrote. */
export function parseEventCursor(text: string): EventCursor | undefined {
  const [, storeId, epoch = '', seq = '', ofStore = ''] = OF_STORE.exec(text) ?? []
  if (storeId !== undefined) return { of: 'store', storeId, epoch, seq: Number(seq), eventId: ofStore }
  const [, place, eventId = ''] = OF_ALL.exec(text) ?? []
  return place === undefined ? undefined : { of: 'all', place: Number(place), eventId }
}
