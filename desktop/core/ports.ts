import type { ShopToday } from '../../shared/api/shop-today.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Locale } from '../../shared/locales.ts'
import type { AbilitiesIn } from '../../shared/phrases/reading/abilities.ts'
import type { AnnouncedOutcome, ReminderFrame } from '../../shared/protocol/frames.ts'
import type { AnyKind, Level } from '../../shared/reminder.ts'
import type { Ticket } from '../../shared/tickets/ticket.ts'
import type { PrinterSettings } from './print-settings.ts'

/**
 * The ports: interfaces through which the core uses its host. They are given to `createBell`; the core imports none of
 * them. A port need not be careful: the core catches its errors and bounds the time of its calls.
 */

/** One text to speak. `rate` 1 is the engine's normal speed (0.5–2), `volume` 0–1. */
export interface Utterance {
  text: string
  locale: Locale
  rate: number
  volume: number
  /** The id of a voice that `ChoosableVoice` lists. Absent, or no longer listed: the host chooses. */
  voice?: string
}

/** A voice of this host that reads one of our languages well. Only this host can read `id`. */
export interface InstalledVoice {
  id: string
  /** The host's name for it, for people. */
  name: string
  locale: Locale
}

/** The outcome of speaking. A refusal by the system is an outcome, never an exception. */
export type SpeechOutcome = 'ok' | 'stopped' | 'no_engine' | 'no_voice' | 'no_audio_device' | 'timeout' | 'failed'

/** The one voice of a device. `speak` never rejects; a second `speak` waits for the first. */
export interface Voice {
  speak(utterance: Utterance): Promise<SpeechOutcome>
  /** Tells an utterance that will follow its chime. Absent: there is nothing to be got ready. */
  prepare?(utterance: Utterance): void
  /** Absent: as espeak-ng, which reads the least and takes the longest. */
  abilities?: AbilitiesIn
  /** Calls `listener` with each language for which a voice has come that was not there before. Absent: none comes. */
  onVoice?(listener: (locale: Locale) => void): void
  /** Silences the present utterance and drops the waiting ones; their promises resolve `stopped`. */
  stop(): void
}

/** A voice with several installed voices to choose from, for the settings. */
export interface ChoosableVoice extends Voice {
  /** Lists the voices that are installed now; empty when the host cannot tell. Never rejects. */
  voices(): Promise<readonly InstalledVoice[]>
}

/**
 * The outcome of a sound or a display, `[a-z0-9_]{1,40}`: `ok`; `none`, if this host has no such part, which is no
 * fault; else the reason of the failure (`focus_assist`, `not_allowed` …).
 */
export type Outcome = AnnouncedOutcome['dialog']

/** The loudness of the system's default output, by the system's own scale. */
export interface VolumeLevel {
  muted: boolean
  /** 0–1, and more where a system amplifies; absent: only the loudspeaker's own knob sets it. */
  volume?: number
}

/** The system's own volume, which a human may turn down or mute without knowing of the bell. */
export interface SystemVolume {
  /** Resolves to `undefined` when the host cannot tell. */
  look(): Promise<VolumeLevel | undefined>
  /** Unmutes the output and sets its volume, 0–1. Resolves to whether the system took it. */
  raise(volume: number): Promise<boolean>
}

/** One chime. `kind`: that of the reminder; of a device message, `offline` or `notice`. `soundOf` tells the sound. */
export interface Ring {
  kind: AnyKind | 'offline' | 'notice'
  level: Level
  /** The factor of the sound's amplitude, 0–1, its level's loudness included. */
  volume: number
}

/** The sound before the words, with the gap between the two (under 3 s); resolves when both have ended. */
export interface Chime {
  play(ring: Ring): Promise<Outcome>
}

/** One announcement to be shown. `reminder.order` holds the customer's own text: treat it as hostile. */
export interface Alert {
  reminder: ReminderFrame
  kind: AnyKind
  /** All that is spoken of it: one or two sentences, and behind them the warnings for which they have no time. */
  text: string
}

/**
 * A place where alerts are shown until they are dismissed. `show` resolves when the alert is visible, or to the reason
 * why it is not, and does not wait for a human; another alert of the same reminder (a higher `n`) replaces the first.
 * Closing an alert by hand answers nothing. `dismiss` of an alert that is not shown does nothing.
 */
interface Display {
  show(alert: Alert): Promise<Outcome>
  dismiss(reminderId: string): void
}

/** The system's own notification. It must be silent: the chime and the voice are the only sound. */
export type Notifier = Display
/** Our own window, card or line, in front of everything, with the buttons that answer. */
export type Dialog = Display

/** One ticket for one printer. Its texts are a customer's own: treat them as hostile. */
export interface PrintJob {
  printer: PrinterSettings
  ticket: Ticket
  /** Resolves once it is noted that paper may come out. Await it before the first byte is sent. */
  begins(): Promise<void>
}

/** The end of one attempt to print. `doubt`: paper may have come out although the outcome is not `ok`. */
export interface PrintReport {
  /** `ok`; else the reason, such as `paper_out`, `cover_open`, `offline`, `unreachable`, `no_answer`, `timeout`. */
  outcome: Outcome
  doubt?: true
}

/** The printers that this host can reach. */
export interface Printer {
  /** Prints one ticket; a second call for the same printer comes after the first has resolved. */
  print(job: PrintJob): Promise<PrintReport>
  /** Finds out whether a printer answers when it is asked how it is. A printer that cannot be reached counts as `asks`. */
  learn(printer: PrinterSettings): Promise<PrinterSettings['status']>
}

/** One WebSocket. Both ways of ending it may be used on a socket that is already closed. */
export interface Socket {
  send(text: string): void
  /** Closes politely; `code` is 1000 or 3000–4999, as in browsers. */
  close(code: number, reason: string): void
  /** Gives the socket up at once, without waiting for the other end. */
  terminate(): void
}

/**
 * The events of a socket, never before `connect` has returned. `close` always follows `error`, whose `code` and
 * `handshakeStatus` tell why nobody answered, or how, where the host knows it.
 */
export interface SocketEvents {
  open(): void
  message(text: string): void
  /** `code` is 1006 when there was no close frame, or no connection at all (RFC 6455 §7.1.5). */
  close(code: number): void
  error(error: unknown): void
}

/**
 * The four reasons for which a device is offline. no_network: this device has no way out. server_away: nothing answers at
 * the server's address. refused: the server, or its address, answers and does not want this connection. proxy: the server
 * answers, but something in between lets no WebSocket pass.
 */
export type LinkFaultKind = 'no_network' | 'server_away' | 'refused' | 'proxy'

/** A reason with its detail: the name of a close code, `http_503`, `tls` …; `[a-z0-9_]{1,40}`. */
export interface LinkFault {
  kind: LinkFaultKind
  why: string
}

/** One attempt that did not bring the link in sync. */
export interface FailedAttempt {
  /** The close code; 1006 without a close frame. */
  code: number
  /** The last error of the socket, as the host gave it. */
  error?: unknown
  /** The server's `welcome` had come. */
  welcomed: boolean
}

/** Finds the reason of a failed attempt; `undefined`: there is none to be named. Never rejects. */
export type LinkProbe = (attempt: FailedAttempt) => Promise<LinkFault | undefined>

export interface Transport {
  /** Opens a socket. May throw; the core then treats the attempt as lost. */
  connect(url: string, subprotocol: string, events: SocketEvents): Socket
}

/** One small file, or its equal in a browser, that is replaced as a whole. Its calls may reject. */
export interface StateFile {
  /** `null` when there is none yet. */
  read(): Promise<string | null>
  /**
   * Replaces the text. Resolved: the text survives a crash and a power cut. Rejected: the former text is still there.
   */
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
  /** The parsed JSON; `undefined` when the body was empty or no JSON. */
  body: unknown
  /** From `Retry-After`. */
  retryAfterMs?: number
}

/** Calls the server's REST API, and adds `Authorization`. Rejects when no reply came. */
export interface Requester {
  request(request: RestRequest): Promise<RestReply>
}

/** The log. `facts` never hold the token, nor texts of a customer. */
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

/** All ports of a host. Each of the files belongs to one bell alone. */
export interface BellPorts {
  transport: Transport
  requester: Requester
  voice: Voice
  chime: Chime
  notifier: Notifier
  dialog: Dialog
  /** Absent: this host prints nothing by itself, as a page in a browser. */
  printer?: Printer | undefined
  /** Reads the whole of an order, whose frame is shortened. Absent: tickets say what is left out. */
  wholeOrder?: ((frame: ReminderFrame) => Promise<ReminderFrame['order']>) | undefined
  /** Finds the reason of a socket that failed without a word; absent: nobody asks. */
  probe?: LinkProbe | undefined
  /** Reads how the shop's day is; `undefined`: it is not known. Never rejects. Absent: nobody asks. */
  shopToday?: (() => Promise<ShopToday | undefined>) | undefined
  /** Absent: this host cannot look at it, as a page in a browser. */
  systemVolume?: SystemVolume | undefined
  /** `printing`: absent: a slip is forgotten when the program ends. */
  files: { inbox: StateFile; answers: StateFile; settings: StateFile; printing?: StateFile }
  clock: Clock
  random: Random
  log: Logger
  /** The time in which a human can take an answer back, milliseconds; 0: it leaves the device at once. */
  undoMs: number
}
