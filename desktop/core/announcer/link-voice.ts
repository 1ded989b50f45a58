import type { Clock } from '../../../shared/clock.ts'
import type { Phrases } from '../../../shared/phrases/phrases.ts'
import { LEVEL } from '../../../shared/reminder.ts'
import type { Link } from '../connection/connection.ts'
import type { Notice } from './device-messages.ts'

/** How soon, and how often, being deaf is said. While a human has asked for silence: slower, but never not at all. */
export const PACE = { firstMs: 20_000, everyMs: 3 * 60_000 }
export const HUSHED_PACE = { firstMs: 5 * 60_000, everyMs: 30 * 60_000 }

const LOOK_MS = 1_000

export interface LinkVoice {
  /** The link has changed. */
  update(link: Link): void
  stop(): void
}

/**
 * Says aloud that the device cannot hear the server, and that it can again: silence must never be mistaken for "no
 * orders". A refusal (unpaired, revoked) is said at once, since it does not pass by itself.
 */
export function createLinkVoice(deps: {
  clock: Clock
  phrases(): Phrases
  say(notice: Notice): unknown
  hushed(): boolean
  /** How many reminders are open that were not announced. */
  missed(): number
}): LinkVoice {
  const { clock } = deps
  let link: Link | undefined
  /** Monotonic times; `undefined` while the device hears the server. */
  let deafSince: number | undefined
  let saidAt: number | undefined
  let cancel = () => {}

  function look(): void {
    if (link === undefined || deafSince === undefined) return
    const { firstMs, everyMs } = deps.hushed() ? HUSHED_PACE : PACE
    const wait = link.phase === 'refused' && !deps.hushed() ? 0 : firstMs
    if (clock.elapsed() < (saidAt === undefined ? deafSince + wait : saidAt + everyMs)) return
    saidAt = clock.elapsed()
    deps.say({ kind: 'link', text: deaf(link, clock.elapsed() - deafSince), level: LEVEL.louder })
  }

  function deaf({ phase, refused }: Link, ms: number): string {
    const phrases = deps.phrases()
    if (phase === 'refused' && refused === 'revoked') return phrases.revoked()
    if (phase === 'refused' && refused === 'unauthorized') return phrases.unpaired()
    return phrases.offline(Math.floor(ms / 60_000))
  }

  function hearAgain(): void {
    cancel()
    if (saidAt !== undefined)
      deps.say({ kind: 'link', text: deps.phrases().backOnline(deps.missed()), level: LEVEL.normal })
    deafSince = undefined
    saidAt = undefined
  }

  return {
    update(next) {
      const refusedNow = next.phase === 'refused' && link?.phase !== 'refused'
      link = next
      if (next.phase === 'in_sync') return hearAgain()
      if (next.phase === 'stopped') return
      if (refusedNow) saidAt = undefined
      if (deafSince === undefined) {
        deafSince = clock.elapsed()
        cancel = clock.every(LOOK_MS, look)
      }
      look()
    },
    stop() {
      cancel()
    },
  }
}
