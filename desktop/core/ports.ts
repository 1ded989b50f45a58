import type { Clock } from '../../shared/clock.ts'
import type { Locale } from '../../shared/locales.ts'
import type { AnnouncedOutcome, ReminderFrame } from '../../shared/protocol/frames.ts'
import type { AnyKind, Level } from '../../shared/reminder.ts'

/**
 * What the core needs from the host that carries it. Every port is given to `createBell`; the core finds nothing by
 * import. A port never has to be careful: what it throws, refuses or never answers is caught and bounded by the core.
 */

/** One thing to say. `rate` 1 is the engine's normal speed (0.5–2), `volume` 0–1. */
export interface Utterance {
  text: string
  locale: Locale
  rate: number
  volume: number
  /** By its id, as `ChoosableVoice` lists it. Absent, or not among them any more: the host chooses. */
  voice?: string
}

/** A voice of this host that reads one of our languages well; `id` means something to this host alone. */
export interface InstalledVoice {
  id: string
  /** As the host calls it, for people. */
  name: string
  locale: Locale
}

/** How speaking went. A refusal by the system is an outcome, never an exception. */
export type SpeechOutcome = 'ok' | 'stopped' | 'no_engine' | 'no_voice' | 'no_audio_device' | 'timeout' | 'failed'

/** The one mouth of a device. `speak` never rejects; a second `speak` waits for the first. */
export interface Voice {
  speak(utterance: Utterance): Promise<SpeechOutcome>
  /** Silences what is being said now and forgets what waits; their promises resolve `stopped`. */
  stop(): void
}

/** A mouth with more than one voice to choose from. The core only speaks; it is the settings that ask. */
export interface ChoosableVoice extends Voice {
  /** What is installed now, asked for anew; empty when that cannot be told. Never rejects. */
  voices(): Promise<readonly InstalledVoice[]>
}

/**
 * A word for how showing or sounding something went, `[a-z0-9_]{1,40}`: `ok`; `none`, this host has no such thing, which
 * is no fault; or why not (`focus_assist`, `not_allowed` …), which is one.
 */
export type Outcome = AnnouncedOutcome['dialog']

/** What the short sound before the words announces; `notice` is the device speaking of itself (offline, sound check). */
export interface Ring {
  kind: AnyKind | 'notice'
  level: Level
  /** 0–1. */
  volume: number
}

/** The sound before the words. Short (under 3 s); resolves when it has ended. */
export interface Chime {
  play(ring: Ring): Promise<Outcome>
}

/** One announcement to be shown. `reminder.order` holds the customer's own text: treat it as hostile. */
export interface Alert {
  reminder: ReminderFrame
  kind: AnyKind
  /** What the voice says of it, one or two sentences. */
  text: string
}

/**
 * A place where an alert is shown until it is dismissed. `show` resolves when it is visible, or with the word for why
 * it is not, and does not wait for a human; showing the same reminder again (a higher `n`) replaces what stands there.
 * Closing it by hand answers nothing. `dismiss` of what is not there does nothing.
 */
interface Display {
  show(alert: Alert): Promise<Outcome>
  dismiss(reminderId: string): void
}

/** The system's own notification. It must be silent: the chime and the voice are the only sound. */
export type Notifier = Display
/** Our own window, card or line, in front of everything, with the buttons that answer. */
export type Dialog = Display

/** One WebSocket. Both ways of ending it may be used on a socket that is already closed. */
export interface Socket {
  send(text: string): void
  /** Closes politely; `code` is 1000 or 3000–4999, as in browsers. */
  close(code: number, reason: string): void
  /** Gives the socket up at once, without waiting for the other end. */
  terminate(): void
}

/** What a socket reports, never before `connect` has returned. `error` is only explained: `close` always follows it. */
export interface SocketEvents {
  open(): void
  message(text: string): void
  /** 1006 when there was no close frame, or no connection at all. */
  close(code: number): void
  error(error: unknown): void
}

export interface Transport {
  connect(url: string, subprotocol: string, events: SocketEvents): Socket
}

/** One small file (or its equal) that is replaced as a whole. */
export interface StateFile {
  /** `null` when there is none yet. */
  read(): Promise<string | null>
  /** When it resolves, the text survives a crash and a power cut; when it rejects, the former text is still there. */
  write(text: string): Promise<void>
  /** Puts an unreadable file aside, under another name, for people to look at. */
  quarantine(): Promise<void>
}

export interface RestRequest {
  method: 'POST'
  /** From the root: `/v1/orders/42/confirm`. */
  path: string
  headers: Record<string, string>
  /** Sent as JSON. */
  body?: unknown
}

export interface RestReply {
  status: number
  /** The parsed JSON; `undefined` when there was none, or what came was not JSON. */
  body: unknown
  /** From `Retry-After`. */
  retryAfterMs?: number
}

/** Calls the server's REST API, and adds `Authorization`. Rejects when no reply came. */
export interface Requester {
  request(request: RestRequest): Promise<RestReply>
}

/** `facts` never hold the token, nor what a customer wrote. */
export interface Logger {
  info(message: string, facts?: Record<string, unknown>): void
  warn(message: string, facts?: Record<string, unknown>): void
  error(message: string, facts?: Record<string, unknown>): void
}

export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** A fresh UUID, version 4. */
  uuid(): string
}

/** Everything the host brings. The files are three, each written on its own; the bell that uses them is their only user. */
export interface BellPorts {
  transport: Transport
  requester: Requester
  voice: Voice
  chime: Chime
  notifier: Notifier
  dialog: Dialog
  files: { inbox: StateFile; answers: StateFile; settings: StateFile }
  clock: Clock
  random: Random
  log: Logger
}
