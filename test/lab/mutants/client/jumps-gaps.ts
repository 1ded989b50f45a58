import type { createInbox as Seam } from '../../../../desktop/core/inbox/inbox.ts'

/** Entries that are missing before one are taken for the ends of reminders that are not known here. */
export const createInbox =
  (original: typeof Seam): typeof Seam =>
  (deps) => {
    const inbox = original(deps)
    return {
      ...inbox,
      apply(frame) {
        if ('op' in frame && frame.op === 'snapshot') return inbox.apply(frame)
        const { cursor } = frame
        const end = { op: 'closed', id: 'rm_missed', cursor, state: 'expired', by: { kind: 'system' }, at: 0 } as const
        while (inbox.seq() >= 0 && inbox.seq() + 1 < frame.seq) inbox.apply({ ...end, seq: inbox.seq() + 1 })
        return inbox.apply(frame)
      },
    }
  }
