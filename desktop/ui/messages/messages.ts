import type { Fulfilment, OrderStatus } from '../../../shared/order.ts'
import type { CloseName } from '../../../shared/protocol/close-codes.ts'
import type { AnyActor, AnyEnd, AnyKind } from '../../../shared/reminder.ts'
import type { Fault, LinkState } from '../../core/bell/status.ts'
import type { UpdateFault, UpdateView } from '../bridge.ts'

/**
 * Everything the screen says, in one language; the voice has shared/phrases. Texts that people outside wrote are never
 * put into a sentence here: they stand beside it, in elements of their own.
 */
export interface Words {
  productName: string
  kind: Record<AnyKind, string>
  fulfilment: Record<Fulfilment, string>
  status: Record<OrderStatus, string>
  unknownStatus(status: number): string
  link: Record<LinkState, string>
  /** `3 分 20 秒`; whole seconds, never negative. */
  duration(seconds: number): string
  nav: { label: string; board: string; history: string; settings: string; about: string }
  alert: AlertWords
  board: BoardWords
  history: HistoryWords
  settings: SettingsWords
  pairing: PairingWords
  soundCheck: SoundCheckWords
  about: { title: string; promise: string; versions: string; device: string; server: string; logs: string }
  update: UpdateWords
  banner: BannerWords
  passing: PassingWords
  order: OrderWords
}

export interface OrderWords {
  number: string
  items: string
  remark: string
  customer: string
  reason: string
  more(count: number): string
  urged(times: number): string
}

export interface AlertWords {
  label: Record<AnyKind, string>
  accept: string
  reject: string
  later: string
  laterHint: string
  noted: string
  back: string
  waitingForServer: string
  remaining(time: string): string
  overdue(time: string): string
  waited(time: string): string
  urgedTimes(times: number): string
  stopCooking: string
  /** Of a reminder whose kind, or a part of it, this app cannot read. */
  unsure: string
  again(n: number): string
  place(index: number, count: number): string
  others: string
  whyReject: string
  whyCancel: string
  reasons: readonly string[]
  cancelReasons: readonly string[]
  ownReason: string
  send: string
}

export interface BoardWords {
  title: string
  waiting: string
  accepted: string
  delivering: string
  done: string
  nothing: Record<'waiting' | 'accepted' | 'delivering' | 'done', string>
  open: string
  dispatch: string
  complete: string
  cancel: string
  stale: string
  ordersToday: string
  turnoverToday: string
  unanswered: string
}

export interface HistoryWords {
  title: string
  number: string
  phone: string
  status: string
  all: string
  from: string
  to: string
  /** Two days in words, of which one may be missing, but not both. */
  between(from: string | undefined, to: string | undefined): string
  search: string
  more: string
  nothing: string
  loading: string
  found(count: number): string
  failed(code: string): string
}

export interface SettingsWords {
  title: string
  device: string
  server: string
  store: string
  thisDevice: string
  connection: string
  pairAgain: string
  language: string
  theme: string
  themes: Record<'system' | 'light' | 'dark', string>
  voice: string
  reader: string
  systemReader: string
  readersLoading: string
  readerGone: string
  readerGoneHint: string
  noReaders: string
  rate: string
  volume: string
  volumeFloor: string
  chime: string
  speak: string
  preview: string
  previewOf(kind: string): string
  repeat: string
  repeatOff: string
  repeatEvery(seconds: number): string
  repeatHint: string
  previewing: string
  previewed(outcome: string): string
  quiet: string
  quietOn: string
  quietPromise: string
  /** Times as `22:00`; over midnight when `from` is the later. */
  quietSpan(from: string, to: string): string
  from: string
  to: string
  mute: string
  muteFor(minutes: number): string
  mutedUntil(time: string): string
  unmute: string
  startAtLogin: string
  tokenPlain: string
  tokenFile: string
  tokenMemory: string
}

export interface PairingWords {
  title: string
  lead: string
  refused: Partial<Record<CloseName, string>>
  refusedOther: string
  codeOrLink: string
  codeHint: string
  server: string
  serverHint: string
  name: string
  nameDefault: string
  nameHint: string
  pair: string
  pairing: string
  cancel: string
  faults: Record<'code_shape' | 'server_missing' | 'name_missing' | 'other_server', string>
  codes: Partial<Record<string, string>>
  failed(code: string): string
}

export interface SoundCheckWords {
  title: string
  lead: string
  play: string
  playing: string
  heard: string
  yes: string
  no: string
  skip: string
  help: readonly string[]
  outcome: Partial<Record<string, string>>
}

export interface UpdateWords {
  title: string
  off: Record<NonNullable<UpdateView['off']>, string>
  current: string
  /** Before the first look. */
  unknown: string
  phase: Record<Exclude<UpdateView['phase'], 'idle'>, string>
  readyByHand: string
  fault: Record<UpdateFault, string>
  checkedAt(time: string): string
  check: string
  install: string
  waits: string
  newIn(version: string): string
  seen: string
  /** Above every screen. */
  banner: { news(version: string): string; show: string; ready(version: string): string }
}

export interface BannerWords {
  offline: string
  offlineFor(time: string): string
  offlineWhat: string
  catchingUp: string
  locked: string
  lockedElsewhere: string
  unlock: string
  noVoice: string
  noVoiceHelp: string
  silent: string
  bystander: string
  muted(time: string): string
  unmute: string
  quiet: string
  answersWaiting(count: number): string
  tooOld: string
  tooOldWhat: string
  fault(part: Exclude<Fault['part'], 'reading'>, why: string): string
}

export interface PassingWords {
  closed: Record<AnyEnd, string>
  by: Record<AnyActor['kind'], string>
  refused: string
  refusedCodes: Partial<Record<string, string>>
  dismiss: string
}
