import type { createInbox as Seam } from '../../../../desktop/core/inbox/inbox.ts'

/** An ack for what is in memory, whatever the disk has. */
export const createInbox =
  (original: typeof Seam): typeof Seam =>
  (deps) => {
    const inbox = original(deps)
    let send: Parameters<typeof inbox.welcome>[1] = () => false
    return {
      ...inbox,
      welcome(frame, link) {
        send = link
        inbox.welcome(frame, link)
      },
      apply(frame) {
        const verdict = inbox.apply(frame)
        if (verdict === 'applied') send({ op: 'ack', seq: inbox.seq() })
        return verdict
      },
    }
  }
