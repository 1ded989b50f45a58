import { Sender } from 'ws'
import type { LogEntry } from '../context/context.ts'

declare module 'ws' {
  /** Public in the sources of `ws` and not in its types. */
  const Sender: {
    /** Frames a message; the buffers that it returns are to be sent one after the other. */
    frame(
      data: Buffer,
      options: { fin: boolean; opcode: number; mask: boolean; readOnly: boolean; rsv1: boolean },
    ): Buffer[]
  }
}

/** A whole text message of a server: unmasked, not compressed, in one frame (RFC 6455, 5.2). */
const WHOLE_TEXT = { fin: true, opcode: 1, mask: false, readOnly: true, rsv1: false }

/** Makes the bytes of a WebSocket message: a text of any length, in one frame. */
export function textFrame(text: string): Buffer {
  return Buffer.concat(Sender.frame(Buffer.from(text), WHOLE_TEXT))
}

/** Makes the frame of an entry of the log. */
export type EntryFrames = (entry: LogEntry) => Buffer

/**
 * Makes the frames of the log's entries. However many devices of a store get an entry in the same turn of the event
 * loop, it is framed once. What is made is forgotten after the turn: who comes later is rare, and memory is not.
 */
export function createEntryFrames(): EntryFrames {
  const made = new Map<LogEntry, Buffer>()
  return (entry) => {
    const known = made.get(entry)
    if (known !== undefined) return known
    if (made.size === 0) setImmediate(() => made.clear())
    const frame = textFrame(entry.body)
    made.set(entry, frame)
    return frame
  }
}
