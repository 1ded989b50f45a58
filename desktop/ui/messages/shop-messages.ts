import type { Weekday } from '../../../shared/opening-hours.ts'

/** The messages about the shop's own things: its name, hours and devices. */
export interface ShopMessages {
  loading: string
  /** The code of a call that was refused or failed. */
  failed(code: string): string
  /** Stands where this device may look and not change. */
  operators: string
  save: string
  saving: string
  saved: string
  cancel: string
  shop: ShopFactsMessages
  hours: HoursMessages
  intake: IntakeMessages
  devices: DevicesMessages
  add: AddDeviceMessages
}

export interface ShopFactsMessages {
  title: string
  name: string
  nameMissing: string
  limit: string
  limitHint: string
  /** The limit is no whole number of minutes from 1 to 120. */
  limitWrong: string
  minutes(count: number): string
}

/** The messages about whether the store takes orders. */
export interface IntakeMessages {
  title: string
  busy: string
  /** A button: preparation takes that many minutes longer. */
  delay(minutes: number): string
  pause: string
  pauseFor(minutes: number): string
  /** The label of a time on the store's clocks. */
  until: string
  pauseUntil: string
  /** A button that ends what is so. */
  end: Record<'busy' | 'paused', string>
  promise: string
}

export interface HoursMessages {
  title: string
  /** Why they are worth setting. */
  hint: string
  /** Said where no hours are set. */
  always: string
  alwaysOpen: string
  edit: string
  byTime: string
  /** By the saved hours, now; `change` as the store's clocks write it, absent: never. */
  openNow(change: string | undefined): string
  closedNow(change: string | undefined): string
  days: Record<Weekday, string>
  closed: string
  wholeDay: string
  from: string
  to: string
  /** Behind an end after midnight. */
  nextDay: string
  addSpan: string
  removeSpan(span: string): string
  removeShort: string
  copyToAll(day: string): string
  dates: string
  datesHint: string
  date: string
  note: string
  noteHint: string
  addDate: string
  removeDate: string
  faults: Record<'overlap' | 'length' | 'date' | 'twice' | 'other', string>
}

export interface DevicesMessages {
  title: string
  own: string
  connected: string
  lastSeen(ago: string): string
  neverSeen: string
  /** The kinds of program, by the name that they give themselves. */
  kinds: Partial<Record<string, string>>
  otherKind: string
  version(version: string): string
  /** `reason`: of failure, in words. */
  notSpoken(reason: string): string
  muted: string
  /** The time before a device was seen, in words. */
  ago(seconds: number): string
  name: string
  rename(name: string): string
  remove(name: string): string
  renameShort: string
  removeShort: string
  removeAsk: string
  removeOwn: string
  removeYes: string
  removeNo: string
  removed: string
}

export interface AddDeviceMessages {
  add: string
  making: string
  title: string
  qr: string
  qrFailed: string
  address: string
  code: string
  /** `4 分 20 秒` as the time that is left. */
  left(time: string): string
  over: string
  another: string
  close: string
  /** A device has joined by the code. */
  joined: string
  onPhone: string
  phoneSteps: readonly string[]
  plainHttp: string
  onComputer: string
  computerSteps: readonly string[]
  /** The server listens on its own machine alone. */
  alone: string
  aloneWhy: string
  aloneSteps: readonly string[]
  aloneUnix: string
  aloneWindows: string
  aloneAfter: string
}
