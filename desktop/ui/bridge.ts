import type { ReadReport, ReportQuery } from '../../shared/api/attention-report.ts'
import type { ReadAttention } from '../../shared/api/order-attention.ts'
import type { OrderQuery } from '../../shared/api/orders.ts'
import type { ReadOrder, ReadOrderPage, ReadStatistics } from '../../shared/api/read-orders.ts'
import type { ReadStoreRefund, ReadStoreRefundPage, StoreRefundQuery } from '../../shared/api/store-refunds.ts'
import type { Locale } from '../../shared/locales.ts'
import type { ReminderKind } from '../../shared/reminder.ts'
import type { StrikeOff, Struck } from '../../shared/struck.ts'
import type { Answer, Decision } from '../core/answers/answer.ts'
import type { BellEvent, BoardReminder, UndoableAnswer } from '../core/bell/bell.ts'
import type { Status } from '../core/bell/status.ts'
import type { CloudAccount, CloudService } from '../core/cloud-accounts.ts'
import type { People, PeopleAsk } from '../core/people/people.ts'
import type { InstalledVoice, Outcome } from '../core/ports.ts'
import type { PrinterTest } from '../core/printing/test-print.ts'
import type { ShopCall, ShopReply } from '../core/rest/shop-api.ts'
import type { Settings } from '../core/settings.ts'
import type { Sound } from '../core/statements/host-sound.ts'

/** The pairing of this device, as the screen shows it. */
export interface PairingView {
  server: string
  store: { id: string; name: string; locale: Locale; timezone: string }
  device: string
}

/**
 * The reason for which an update failed. unreachable: the server does not answer. unsigned, bad_signature,
 * bad_manifest: its offer cannot be trusted or read. stale: its makers do not vouch for the offer any more. superseded:
 * this device has seen a newer one. not_yet: it is dated in the future, so that a clock is wrong. download, stalled, checksum: the download failed. changed: the
 * file changed after its download. install: the installer failed; the former version runs on.
 */
export type UpdateFault =
  | 'unreachable'
  | 'unsigned'
  | 'bad_signature'
  | 'bad_manifest'
  | 'stale'
  | 'superseded'
  | 'not_yet'
  | 'download'
  | 'stalled'
  | 'checksum'
  | 'changed'
  | 'install'
  | 'failed'

/** A version, with the release notes of its makers. */
export interface Release {
  version: string
  notes: string
}

/** The state of the app's updates. */
export interface UpdateView {
  /**
   * Why updates are off; `null`: they are on. no_key: built without the makers' public key. not_installed: runs from
   * sources.
   */
  off: 'no_key' | 'not_installed' | 'unpaired' | null
  /** ready: downloaded; installed as soon as the shop is quiet, or by a human (`byHand`). */
  phase: 'idle' | 'checking' | 'downloading' | 'ready' | 'installing'
  /** A newer version that the server offers to this device. */
  offer: Release | null
  fault: UpdateFault | null
  /** Wall time of the last answered check, milliseconds. */
  checkedAt: number | null
  /** Whether a human has to start the installation. */
  byHand: boolean
  /** The release that runs, until a human has seen its notes. */
  news: Release | null
}

/** check: check now. install: install now, if no reminder is open. seen: a human has read the notes. */
export type UpdateAct = 'check' | 'install' | 'seen'

/** The host's part of the view. */
export interface HostView {
  kind: 'electron' | 'browser'
  platform: string
  /** Names and versions of the runtimes, for "About". */
  versions: Readonly<Record<string, string>>
  pairing: PairingView | null
  sound: Sound
  /** The place of the token. `safe`: the system's keychain; `plain`: a file or the browser's storage. */
  tokenStore: 'safe' | 'plain' | 'memory'
  /** `null`: this host cannot start by itself. */
  startAtLogin: boolean | null
  /** Whether another browser tab rings, and this one does not. */
  bystander: boolean
  theme: 'system' | 'light' | 'dark'
  /** The number of changes of the host's voices; absent: the host does not report them. */
  voiceChanges?: number
  /** Whether the first sound check has been done on this device. */
  soundChecked: boolean
  /** The pairing code in the address that opened this host; the pairing screen asks before it uses it. */
  offeredCode?: string | undefined
  /** The services of cloud printers at which this device has an account. Absent: this host prints nothing by itself. */
  printerAccounts?: readonly CloudService[]
  /** Absent: this host needs no updates, as a page that is reloaded. */
  update?: UpdateView
}

/** The one value that the screen is drawn from; it is replaced as a whole. */
export interface View {
  status: Status
  /** Open reminders, oldest first. */
  board: readonly BoardReminder[]
  /** The answers that can be taken back, the latest first. */
  undoable: readonly UndoableAnswer[]
  settings: Settings
  host: HostView
}

/** The parameters of a list of refunds. */
type RefundQuery = { [Name in keyof StoreRefundQuery]?: StoreRefundQuery[Name] | undefined }

/** The result of a call that can be refused; `code` is one of shared/problem.ts, `unreachable`, or the host's own. */
export type Result<T> = { ok: true; value: T } | { ok: false; code: string; detail?: string }

/**
 * The outcome of a sound check by the microphone. not_heard: the chirp was played, and is not in the recording.
 * not_allowed: a human, or the system, has refused the microphone.
 */
export type Hearing = 'heard' | 'not_heard' | 'no_microphone' | 'not_allowed' | 'failed'

/** The settings of a channel that pushes to this browser, or why it cannot be: `not_allowed` by a human, `push_failed`. */
export type PushSubscribed = Result<Readonly<Record<'url' | 'p256dh' | 'auth' | 'privateKey', string>>>

/** A change of the host's part of the view. */
export type HostChange = Partial<Pick<HostView, 'startAtLogin' | 'theme' | 'soundChecked'>> & {
  /** `undefined` drops the code: the human does not want it. Pairing drops it as well. */
  offeredCode?: undefined
  startAtLogin?: boolean
}

/**
 * The bridge from the screen to its host: in Electron the preload's, to the main process; in a tab the console itself.
 * The screen sees no difference. No call rejects.
 */
export interface Bridge {
  view(): View
  /** Calls `listener` with every new view until the returned function is called. */
  subscribe(listener: (view: View) => void): () => void
  /** Calls `listener` with every event of the bell, for toasts, until the returned function is called. */
  onEvent(listener: (event: BellEvent) => void): () => void
  /**
   * Calls `listener` with the reminders that a human asks for outside of the screen (a click on a notification, the
   * tray), the first to be shown first. Requests before the first listener are given to it.
   */
  onAsked(listener: (reminderIds: readonly string[]) => void): () => void
  pair(input: { server: string; code: string; name: string }): Promise<Result<PairingView>>
  unpair(): Promise<void>
  answer(answer: Answer): Promise<Decision>
  /** Takes back an answer, by its key in the view. Resolves to false when it has left the device. */
  undo(key: string): boolean | Promise<boolean>
  /** Reads one order of the device's store, with whole texts. */
  order(orderId: number): Promise<Result<ReadOrder>>
  /** Finds orders of the device's store, newest first. */
  orders(query: Partial<Omit<OrderQuery, 'storeId'>>): Promise<Result<ReadOrderPage>>
  statistics(): Promise<Result<ReadStatistics>>
  /** Reads the story of one order: who was told, who answered, where its money is. */
  attention(orderId: number): Promise<Result<ReadAttention>>
  /** Strikes portions off an order (划掉). Resolves to all that is struck off of it. */
  strikeOff(orderId: number, lines: StrikeOff['lines']): Promise<Result<Struck>>
  /** Reads how the orders of a day or a shift were heard and answered. */
  report(range: ReportQuery): Promise<Result<ReadReport>>
  /** Speaks a sentence of the screen's own, of no customer's words. Resolves to the outcome of the speech. */
  say(text: string): Promise<Outcome>
  /** Reads whom outside of the shop the server tells, after the change that is asked for. */
  people(ask: PeopleAsk): Promise<Result<People>>
  /** Reads or changes the shop's own things: its name, hours and devices. */
  shop<Call extends ShopCall>(call: Call): Promise<Result<ShopReply<Call>>>
  /** Finds the money of the store that goes back, or has gone. */
  refunds(query: RefundQuery): Promise<Result<ReadStoreRefundPage>>
  /** Notes that the shop has returned money by hand: all that was owed, minor units. */
  markReturned(paymentId: string, amountMinor: number): Promise<Result<ReadStoreRefund>>
  change(patch: Partial<Settings>): void
  changeHost(patch: HostChange): void
  /** Mutes for `minutes`; 0 ends the mute. */
  mute(minutes: number): void
  /**
   * Plays chime and voice by the present settings; with a kind, as a reminder of that kind sounds. Resolves to the
   * outcome of the speech. In a browser the click that calls it unlocks sound.
   */
  soundCheck(kind?: ReminderKind): Promise<Outcome>
  /** Prints a test page at every printer of the settings. Absent: this host prints nothing by itself. Never rejects. */
  testPrint?: (() => Promise<readonly PrinterTest[]>) | undefined
  /** Keeps this device's account at a service of cloud printers; resolves to whether it is kept. Never rejects. */
  keepPrinterAccount?: ((service: CloudService, account: CloudAccount) => Promise<boolean>) | undefined
  /**
   * Plays a chirp and looks for it in two seconds of the microphone, which are not kept. In this page, whichever tab rings.
   * Absent: this host has no way to a microphone.
   */
  checkHearing?: (() => Promise<Hearing>) | undefined
  /** Subscribes this browser to pushes of the server’s. Absent: this host cannot be pushed to. */
  subscribePush?: (() => Promise<PushSubscribed>) | undefined
  /** Lists the installed voices of all languages, anew each time; empty when the host cannot tell. */
  voices(): Promise<readonly InstalledVoice[]>
  /** Hides the alert window; its reminders stay unanswered. Does nothing in a tab. */
  later(): void
  openLogs(): void
  /** Writes an error of drawing, described without a customer's text, to the host's log. */
  drawingFailed(fault: string): void
  /** Does nothing in a tab. */
  update(act: UpdateAct): void
}
