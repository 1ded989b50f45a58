import type { Clock } from '../../../../shared/clock.ts'
import { HEAD_LAG_MS, SILENCE_MS } from '../../../../shared/protocol/limits.ts'

/** The longest time until `welcome`, and between two entries of a catch-up, milliseconds. */
const WELCOME_MS = 15_000
const CATCH_UP_MS = 30_000
/** The lead of the wall clock over the monotonic one that means that the machine slept, milliseconds. */
const CLOCK_JUMP_MS = 10_000
/** The most `sync`s without a new entry; after them only a new connection can help. */
const MOST_ASKS = 3

/** Watches one connection for silence, for sleep, and for entries that do not come. */
export interface LinkWatch {
  /** A connection is attempted. */
  began(): void
  /** A frame has come; `catchingUp`: one that is progress of a catch-up. */
  alive(catchingUp: boolean): void
  /** The server's head is `seq`: the entries up to it are under way, or a wake was lost. */
  head(seq: number): void
  /** Entry `seq` came, and the one before it did not. */
  gap(seq: number): void
  /** An entry or a snapshot was applied. */
  progressed(): void
  /** Looks at the clock. */
  look(): void
}

/** Makes the watch of a bell: `ask` is called for missing entries, `giveUp` where only a new connection can help. */
export function createLinkWatch(deps: {
  clock: Clock
  position(): number
  ask(): void
  giveUp(reason: string): void
}): LinkWatch {
  const { clock, position } = deps
  let until = 0
  let head = 0
  let asks = 0
  let askAt: number | undefined
  let skew = clock.now() - clock.elapsed()

  function ask(): void {
    askAt = clock.elapsed() + HEAD_LAG_MS
    asks++
    if (asks > MOST_ASKS) deps.giveUp('the server does not fill a gap')
    else deps.ask()
  }

  function wait(): void {
    if (position() < head) askAt ??= clock.elapsed() + HEAD_LAG_MS
  }

  return {
    began() {
      until = clock.elapsed() + WELCOME_MS
      head = 0
      asks = 0
      askAt = undefined
    },
    alive(catchingUp) {
      until = clock.elapsed() + (catchingUp ? CATCH_UP_MS : SILENCE_MS)
    },
    head(seq) {
      head = Math.max(head, seq)
      wait()
    },
    gap(seq) {
      head = Math.max(head, seq)
      if (asks === 0) ask()
    },
    progressed() {
      asks = 0
      askAt = undefined
      wait()
    },
    look() {
      const now = clock.elapsed()
      const before = skew
      skew = clock.now() - now
      if (skew - before > CLOCK_JUMP_MS) deps.giveUp('the clock jumped: the machine may have slept')
      else if (now > until) deps.giveUp('no sign of life of the server')
      else if (askAt !== undefined && now >= askAt) ask()
    },
  }
}
