import type { OrderPage, OrderQuery, Statistics } from '../../shared/api/orders.ts'
import type { Locale } from '../../shared/api/stores.ts'
import type { Answer, Decision } from '../core/answers/answer.ts'
import type { BellEvent, BoardEntry } from '../core/bell.ts'
import type { Outcome } from '../core/ports.ts'
import type { Settings } from '../core/settings.ts'
import type { Status } from '../core/status.ts'

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
  /** The first sound check has been done on this device. */
  soundChecked: boolean
  /** A pairing code that came with the address this host was opened by: the pairing screen asks before it uses it. */
  offeredCode?: string | undefined
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
  pair(input: { server: string; code: string; name: string }): Promise<Result<PairingView>>
  unpair(): Promise<void>
  answer(answer: Answer): Promise<Decision>
  /** Orders of our store; `storeId` is not ours to choose. */
  orders(query: Partial<Omit<OrderQuery, 'storeId'>>): Promise<Result<OrderPage>>
  statistics(): Promise<Result<Statistics>>
  change(patch: Partial<Settings>): void
  changeHost(patch: HostChange): void
  /** 0 ends it. */
  mute(minutes: number): void
  /** Chime and voice as set now; resolves to how the speech went. In a browser the click that calls it unlocks sound. */
  soundCheck(): Promise<Outcome>
  /** The alert window is put away; whatever it showed stays unanswered. Nothing in a tab. */
  later(): void
  openLogs(): void
}
