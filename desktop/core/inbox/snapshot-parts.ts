import type { ReminderFrame, SnapshotFrame } from '../../../shared/protocol/frames.ts'
import type { Snapshot } from './inbox-state.ts'

export interface SnapshotParts {
  /** Adds a part. Returns the whole snapshot with the last part, `collecting` before, `bad` if the parts do not fit. */
  add(part: SnapshotFrame): Snapshot | 'collecting' | 'bad'
  forget(): void
}

/** Collects the parts of one snapshot, so that half of one is never taken for everything open (I6). */
export function createSnapshotParts(): SnapshotParts {
  let parts: SnapshotFrame[] = []

  return {
    add(part) {
      if (part.part === 1) parts = []
      const first = parts[0] ?? part
      if (part.part !== parts.length + 1 || part.seq !== first.seq || part.cursor !== first.cursor) return 'bad'
      parts.push(part)
      if (!part.last) return 'collecting'
      const open: ReminderFrame[] = parts.flatMap((p) => p.open)
      const unread = parts.reduce((sum, p) => sum + (p.unread ?? 0), 0)
      parts = []
      return { seq: part.seq, cursor: part.cursor, open, unread }
    },
    forget() {
      parts = []
    },
  }
}
