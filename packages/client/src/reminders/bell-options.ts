import type { BellState, Outcome, Reminder, ReminderEnd } from './reminder.ts'
import type { SocketClass } from './socket-class.ts'

/** offline: the next attempt is planned. refused: no attempt helps; pair again, or get a newer version. */
export type BellPhase = 'stopped' | 'connecting' | 'catching_up' | 'in_sync' | 'offline' | 'refused'

/** The parts of its program that a bell needs. */
export interface BellOptions {
  /** The server's address. */
  url: string
  /** The device's token, from pairing. It is sent to this address alone. */
  token: string
  /** The program's own name, for the operator's list of devices. */
  device: { app: string; version: string; platform: string }
  /** The state that `save` wrote last; left out at the first start. */
  state?: BellState | undefined
  /** Writes the state as a whole, to the disk: what it resolves for is acknowledged to the server. */
  save(state: BellState): void | Promise<void>
  /**
   * Announces a reminder, once for each `n`; resolves after the sound, with how it went: without an `ok` in one of its words
   * the server takes it for unheard. `signal` is aborted when somebody has answered.
   */
  ring(reminder: Reminder, signal: AbortSignal): Outcome | Promise<Outcome>
  /** Called when a reminder has ended: fall silent, and say by whom. */
  ended?(reminder: Reminder, end: ReminderEnd): void
  /** Called with each change. Silence must not pass for "no orders": tell people when it stays other than `in_sync`. */
  phase?(phase: BellPhase, reason: string): void
  /** Called with a fault of this program's own parts, such as a state that cannot be written. */
  fault?(error: unknown): void
  /** Default: the host's own. Node 20 has none: pass that of the package `ws`. */
  WebSocket?: SocketClass | undefined
}

/** The host of a bell, which a test replaces. */
export interface BellHost {
  /** Milliseconds since 1970, and of a clock that never goes back. */
  clock?: {
    now(): number
    elapsed(): number
    after(ms: number, task: () => void): () => void
    every(ms: number, task: () => void): () => void
  }
  /** Draws a number in 0 … 1. */
  random?: () => number
}
