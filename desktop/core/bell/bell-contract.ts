import type { AnnouncedOutcome, Hello, ReminderFrame } from '../../../shared/protocol/frames.ts'
import type { ReminderKind } from '../../../shared/reminder.ts'
import type { Struck } from '../../../shared/struck.ts'
import type { Answer, Decision } from '../answers/answer.ts'
import type { PendingAnswer } from '../answers/answers-state.ts'
import type { ClosedReminder } from '../inbox/inbox.ts'
import type { OpenReminder } from '../inbox/inbox-state.ts'
import type { Outcome } from '../ports.ts'
import type { Settings } from '../settings.ts'
import type { Status } from './status.ts'

/** The identity of a device at its server. */
export interface Identity {
  /** The server's WebSocket endpoint, `wss://…`; without the token, which travels in `hello`. */
  url: string
  /** The device's secret from pairing. */
  token: string
  device: Hello['device']
}

/** The events of a bell, for the screen or the terminal. `here`: a human at this device answered. */
export type BellEvent =
  | { type: 'status'; status: Status }
  /** The result of `open()` may have changed. */
  | { type: 'board' }
  | { type: 'reminded'; reminder: ReminderFrame }
  | ({ type: 'closed'; here: boolean } & ClosedReminder)
  | { type: 'announced'; reminder: ReminderFrame; outcome: AnnouncedOutcome }
  | { type: 'decided'; decision: Decision }
  /** Somebody of the store, perhaps here, has struck dishes off; what is told is all that is struck off of the order. */
  | { type: 'struck'; orderId: number; struck: Struck }
  /** A human took an answer back; nothing was sent. */
  | { type: 'undone'; undone: UndoableAnswer }

/** An open reminder as the screen shows it. */
export interface BoardReminder extends OpenReminder {
  /** The move of a human's answer here, until the log closes the reminder or the server refuses. */
  answering?: Answer['move']
  /** The key of that answer while it can be taken back: it has not left this device. */
  undo?: string
}

/** An answer that can still be taken back. */
export interface UndoableAnswer {
  key: string
  answer: Answer
  /** Wall time at which it leaves the device, milliseconds. */
  until: number
  /** The first reminder that it answers; absent: it answers none, as a move over the board. */
  reminder?: ReminderFrame
}

/** One run of one device. Stopped, it stays stopped: create another. */
export interface Bell {
  /**
   * Reads the state of the last run, connects, and rings from now on. Resolves when it has begun to connect; never
   * rejects. Call it once, before any call that changes something: until it has resolved, settings and answers would be
   * overwritten.
   */
  start(): Promise<void>
  /**
   * Falls silent, disconnects and stores, within 5 s. Sends before that the answers that could still be taken back, 3 s at
   * most; the next run delivers what has not arrived. An announcement that had not ended is made at the next start. Never
   * rejects.
   */
  stop(): Promise<void>
  /**
   * Gives a human's answer, which leaves the device when it cannot be taken back any more. Resolves when the server has
   * decided, which may take as long as the network is away; never, when the bell is stopped first (the next run delivers
   * it, and emits `decided`). Never rejects.
   */
  answer(answer: Answer): Promise<Decision>
  /** Takes an answer back: its reminders ring on, and nothing is sent. False: it has left the device, or never was. */
  undo(key: string): boolean
  /** The answers that can be taken back, the latest first. */
  undoable(): UndoableAnswer[]
  /** Every open reminder, oldest first. */
  open(): BoardReminder[]
  /** The answers that the server has not decided yet, oldest first; also those of a former run. */
  answersWaiting(): readonly PendingAnswer[]
  /** The value that tray, badge and banners are drawn from. */
  status(): Status
  settings(): Settings
  change(patch: Partial<Settings>): void
  /**
   * Mutes voice and chime for `minutes` (12 hours at most); 0 ends the mute. The loudest level is heard all the same.
   */
  mute(minutes: number): void
  /**
   * Plays chime and voice at the volume of the settings, muted or not; with a kind, as a reminder of that kind sounds.
   * Resolves to the outcome of the speech; never rejects.
   */
  soundCheck(kind?: ReminderKind): Promise<Outcome>
  /** Speaks a sentence that a human asked for, as a sound check is played. Never rejects. */
  say(text: string): Promise<Outcome>
  /** Reconnects at once: the host woke up (`resume`) or is online again (`online`). */
  reconnectNow(reason: string): void
  /** Calls `listener` at every event until the returned function is called. An error that it throws is logged. */
  subscribe(listener: (event: BellEvent) => void): () => void
}
