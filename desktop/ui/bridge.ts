import type { OrderQuery } from '../../shared/api/orders.ts'
import type { ReadOrderPage, ReadStatistics } from '../../shared/api/read-orders.ts'
import type { Locale } from '../../shared/locales.ts'
import type { ReminderKind } from '../../shared/reminder.ts'
import type { Answer, Decision } from '../core/answers/answer.ts'
import type { BellEvent, BoardEntry } from '../core/bell/bell.ts'
import type { Status } from '../core/bell/status.ts'
import type { InstalledVoice, Outcome } from '../core/ports.ts'
import type { Settings } from '../core/settings.ts'

/** Whose bell this is. */
export interface PairingView {
  server: string
  store: { id: string; name: string; locale: Locale; timezone: string }
  device: string
}

/**
 * Whether this host may make sound. `locked`: a browser that waits for one click. `no_voice`: no voice speaks the
 * chosen language; the chime still sounds. `silent`: the host says that nothing can be heard.
 */
export type Sound = 'ready' | 'locked' | 'no_voice' | 'silent'

/**
 * Why an update did not come. unreachable: the server. unsigned, bad_signature, bad_manifest: what it offers is not to
 * be trusted, or not to be understood. download, stalled, checksum: fetching it. changed: the file, after it was fetched.
 * install: the installer; the version from before runs on.
 */
export type UpdateFault =
  | 'unreachable'
  | 'unsigned'
  | 'bad_signature'
  | 'bad_manifest'
  | 'download'
  | 'stalled'
  | 'checksum'
  | 'changed'
  | 'install'
  | 'failed'

/** A version, and what is new in it, as its makers wrote it. */
export interface Release {
  version: string
  notes: string
}

/** How this app keeps itself up to date. */
export interface UpdateView {
  /** `null`: it does. no_key: it was built without a key to know its makers by. not_installed: it runs from sources. */
  off: 'no_key' | 'not_installed' | 'unpaired' | null
  /** ready: fetched, and installed as soon as the shop is quiet, or by hand when it is `byHand`. */
  phase: 'idle' | 'checking' | 'downloading' | 'ready' | 'installing'
  /** A newer version that the server offers to this device. */
  offer: Release | null
  fault: UpdateFault | null
  /** Wall time of the last look that was answered. */
  checkedAt: number | null
  /** A human has to begin the installation. */
  byHand: boolean
  /** What came with the version that runs, until somebody has seen it. */
  news: Release | null
}

/** check: look now. install: now, if nothing rings. seen: the news has been read. */
export type UpdateAct = 'check' | 'install' | 'seen'

/** What only the host knows. */
export interface HostView {
  kind: 'electron' | 'browser'
  platform: string
  /** Name and version of what runs us, for "About". */
  versions: Readonly<Record<string, string>>
  pairing: PairingView | null
  sound: Sound
  /** Where the token is kept, when that is worth a word: the system's safe place was not to be had. */
  tokenStore: 'safe' | 'plain' | 'memory'
  /** `null`: this host has no such thing. */
  startAtLogin: boolean | null
  /** A browser tab that is not the one which rings; another one is. */
  bystander: boolean
  theme: 'system' | 'light' | 'dark'
  /** Grows whenever the host says that its voices have changed; absent: it never says so. */
  voiceChanges?: number
  /** The first sound check has been done on this device. */
  soundChecked: boolean
  /** A pairing code that came with the address this host was opened by: the pairing screen asks before it uses it. */
  offeredCode?: string | undefined
  /** Absent: this host is up to date by nature, as a page is after each reload. */
  update?: UpdateView
}

/** All that the screen is drawn from: one value, replaced as a whole. */
export interface View {
  status: Status
  /** Open reminders, oldest first. */
  board: readonly BoardEntry[]
  settings: Settings
  host: HostView
}

/** What a call that can be refused comes to; `code` is one of shared/problem.ts, `unreachable`, or the host's own word. */
export type Result<T> = { ok: true; value: T } | { ok: false; code: string; detail?: string }

/** What the host can be told to remember. */
export type HostChange = Partial<Pick<HostView, 'startAtLogin' | 'theme' | 'soundChecked'>> & {
  /** `undefined`: the human does not want it. Pairing forgets it as well. */
  offeredCode?: undefined
  startAtLogin?: boolean
}

/**
 * The screen's only door to the outside. In Electron it is the preload's bridge to the main process, in a tab the
 * console itself; the screen cannot tell the difference. No call rejects.
 */
export interface Bridge {
  view(): View
  /** Calls `listener` with every new view until the returned function is called. */
  subscribe(listener: (view: View) => void): () => void
  /** What just happened, for a passing word on the screen: who answered, what was refused. */
  onEvent(listener: (event: BellEvent) => void): () => void
  /**
   * The human asked for these reminders outside of the screen (a click on a notification, the tray): they come up again,
   * the first on top. What was asked for before anybody listened is told to the first who does.
   */
  onAsked(listener: (reminderIds: readonly string[]) => void): () => void
  pair(input: { server: string; code: string; name: string }): Promise<Result<PairingView>>
  unpair(): Promise<void>
  answer(answer: Answer): Promise<Decision>
  /** Orders of our store; `storeId` is not ours to choose. */
  orders(query: Partial<Omit<OrderQuery, 'storeId'>>): Promise<Result<ReadOrderPage>>
  statistics(): Promise<Result<ReadStatistics>>
  change(patch: Partial<Settings>): void
  changeHost(patch: HostChange): void
  /** 0 ends it. */
  mute(minutes: number): void
  /**
   * Chime and voice as set now, with a kind as a reminder of that kind sounds; resolves to how the speech went. In a
   * browser the click that calls it unlocks sound.
   */
  soundCheck(kind?: ReminderKind): Promise<Outcome>
  /** Who could read aloud, in either language; asked for anew each time. Empty when that cannot be told. */
  voices(): Promise<readonly InstalledVoice[]>
  /** The alert window is put away; whatever it showed stays unanswered. Nothing in a tab. */
  later(): void
  openLogs(): void
  /** Nothing in a tab. */
  update(act: UpdateAct): void
}
