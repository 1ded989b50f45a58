import type { Clock } from '../../../shared/clock.ts'
import type { Phrases } from '../../../shared/phrases/phrases.ts'
import { LEVEL } from '../../../shared/reminder.ts'
import type { Link } from '../connection/connection.ts'
import type { Outcome } from '../ports.ts'
import type { DeviceMessage } from './device-messages.ts'
import { isTrouble } from './outcome.ts'

/** The delay of the first offline message and the pause between two. Suppressed: slower, but never silent. */
export const PACE = { firstMs: 20_000, everyMs: 3 * 60_000 }
export const SUPPRESSED_PACE = { firstMs: 5 * 60_000, everyMs: 30 * 60_000 }

const LOOK_MS = 1_000

/**
 * The outcomes of a device that has no words, and rings. Its chime was heard, and another attempt would find no voice
 * either: in a browser whose speech the server renders, that server is what is away.
 */
const WORDLESS: readonly Outcome[] = ['no_voice', 'no_engine']

export interface LinkVoice {
  /** The link has changed. */
  update(link: Link): void
  stop(): void
}

/**
 * Speaks the state of the link, lost and restored: silence must never be mistaken for "no orders". A refusal (unpaired,
 * revoked) is spoken at once, since it does not pass by itself.
 */
export function createLinkVoice(deps: {
  clock: Clock
  phrases(): Phrases
  /** Resolves to the outcome of the speech. */
  say(message: DeviceMessage): Promise<Outcome>
  /** Whether a mute or quiet hours are on. */
  suppressed(): boolean
  /** The number of open reminders that were not announced. */
  missed(): number
}): LinkVoice {
  const { clock } = deps
  let link: Link | undefined
  /** Monotonic times, milliseconds; `undefined` while the link is good. */
  let offlineSince: number | undefined
  let saidAt: number | undefined
  /** Monotonic time of another attempt after one that failed; `Infinity`: none failed. */
  let retryAt = Infinity
  let cancel = () => {}

  function look(): void {
    if (link === undefined || offlineSince === undefined) return
    const { firstMs, everyMs } = deps.suppressed() ? SUPPRESSED_PACE : PACE
    const wait = link.phase === 'refused' && !deps.suppressed() ? 0 : firstMs
    const next = saidAt === undefined ? offlineSince + wait : Math.min(saidAt + everyMs, retryAt)
    if (clock.elapsed() < next) return
    saidAt = clock.elapsed()
    retryAt = Infinity
    const text = offlineText(link, clock.elapsed() - offlineSince)
    const said = saidAt
    void deps.say({ kind: 'link', text, level: LEVEL.louder, ring: 'offline' }).then((outcome) => {
      // One that failed was not heard: the next comes as the first did, and not after the pause between two.
      if (isTrouble(outcome) && !WORDLESS.includes(outcome) && saidAt === said) retryAt = clock.elapsed() + PACE.firstMs
    })
  }

  function offlineText({ phase, refused }: Link, ms: number): string {
    const phrases = deps.phrases()
    if (phase === 'refused' && refused === 'revoked') return phrases.revoked()
    if (phase === 'refused' && refused === 'unauthorized') return phrases.unpaired()
    return phrases.offline(Math.floor(ms / 60_000))
  }

  function restored(): void {
    cancel()
    if (saidAt !== undefined)
      void deps.say({ kind: 'link', text: deps.phrases().backOnline(deps.missed()), level: LEVEL.normal })
    offlineSince = undefined
    saidAt = undefined
    retryAt = Infinity
  }

  return {
    update(next) {
      const refusedNow = next.phase === 'refused' && link?.phase !== 'refused'
      link = next
      if (next.phase === 'in_sync') return restored()
      if (next.phase === 'stopped') return
      if (refusedNow) saidAt = undefined
      if (offlineSince === undefined) {
        offlineSince = clock.elapsed()
        cancel = clock.every(LOOK_MS, look)
      }
      look()
    },
    stop() {
      cancel()
    },
  }
}
