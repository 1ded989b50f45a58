import type { Level } from '../../../shared/reminder.ts'
import type { Outcome, Ring } from '../ports.ts'

/** What the device says of itself. `link`, `too_old` and `check` go before every reminder, `answered` after. */
export interface Notice {
  kind: 'link' | 'too_old' | 'check' | 'answered'
  text: string
  level: Level
  /** What the sound before the words announces, if not that the device speaks of itself. */
  ring?: Ring['kind']
}

export interface WaitingNotice extends Notice {
  settle(outcome: Outcome): void
}

export interface Notices {
  /** Waits for the voice; resolves to how it went. A newer notice of the same kind takes its place (`superseded`). */
  add(notice: Notice): Promise<Outcome>
  /** The next one of these kinds, taken out. */
  take(...kinds: Notice['kind'][]): WaitingNotice | undefined
  /** Nothing of this kind is worth saying any more. */
  drop(kind: Notice['kind'], why: Outcome): void
}

/** Notices that wait for the voice, one of a kind: of two states of the link only the newer is true. */
export function createNotices(): Notices {
  const waiting = new Map<Notice['kind'], WaitingNotice>()

  function take(...kinds: Notice['kind'][]): WaitingNotice | undefined {
    const kind = kinds.find((k) => waiting.has(k))
    if (kind === undefined) return undefined
    const notice = waiting.get(kind)
    waiting.delete(kind)
    return notice
  }

  return {
    add: (notice) =>
      new Promise((settle) => {
        take(notice.kind)?.settle('superseded')
        waiting.set(notice.kind, { ...notice, settle })
      }),
    take,
    drop: (kind, why) => take(kind)?.settle(why),
  }
}
