/**
 * A device's position in one history of a store's log. Opaque to the device. The random id of the event at `seq` proves
 * that the device and this database share a history: epoch and seq alone become valid again after a restore from a
 * backup that was then written to, and events would be skipped in silence (I13).
 */
export interface Cursor {
  epoch: string
  seq: number
  /** Id of the event at `seq`; `-` at 0, where there is none. */
  eventId: string
}

/** The event id of a cursor at position 0. */
export const NO_EVENT = '-'

/** Writes a cursor as the text that a device stores. */
export function formatCursor(cursor: Cursor): string {
  return `${cursor.epoch}.${cursor.seq}.${cursor.eventId}`
}

/** Reads a cursor's text; returns `undefined` for a text that no server of this kind wrote. */
export function parseCursor(text: string): Cursor | undefined {
  const match = /^([a-z0-9_]{1,64})\.(0|[1-9]\d{0,14})\.([a-z0-9_]{1,64}|-)$/.exec(text)
  if (match === null) return undefined
  const [, epoch = '', seq = '', eventId = ''] = match
  return { epoch, seq: Number(seq), eventId }
}
