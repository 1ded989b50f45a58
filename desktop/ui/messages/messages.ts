import type { Fulfilment, OrderStatus } from '../../../shared/order.ts'
import type { Manner } from '../../../shared/protocol/manner.ts'
import type { AnswerMove, AnyActor, AnyEnd, ToldKind } from '../../../shared/reminder.ts'
import type { Answer } from '../../core/answers/answer.ts'
import type { Settings } from '../../core/settings.ts'
import type { Hearing } from '../bridge.ts'
import type { AlertMessages, ByHost } from './alert-messages.ts'
import type { HistoryMessages } from './history-messages.ts'
import type { Moment } from './moment.ts'
import type { MoneyMessages } from './money-messages.ts'
import type { PeopleMessages } from './people-messages.ts'
import type { PrintMessages } from './print-messages.ts'
import type { PrinterMessages } from './printer-messages.ts'
import type { ReportMessages } from './report-messages.ts'
import type { ShopMessages } from './shop-messages.ts'
import type { UpdateMessages } from './update-messages.ts'

/**
 * The messages of the screen in one language; those of the voice are in shared/phrases. An untrusted text never becomes
 * a part of a message: it stands beside it, in an element of its own.
 */
export interface Messages {
  productName: string
  kind: Record<ToldKind, string>
  fulfilment: Record<Fulfilment, string>
  status: Record<OrderStatus, string>
  unknownStatus(status: number): string
  /** Stands between the parts of a list. */
  and: string
  /** `3 分 20 秒`; whole seconds, never negative. */
  duration(seconds: number): string
  nav: { label: string; board: string; history: string; settings: string; about: string }
  alert: AlertMessages
  undo: UndoMessages
  /** For what could not be drawn. */
  plain: { title: string; what: string; reload: string; notDrawn: string }
  /** In place of a screen whose code is not here. gone: fetched in vain from a server that can be reached. */
  late: { fetching: string; failed: string; gone: string }
  board: BoardMessages
  story: StoryMessages
  money: MoneyMessages
  history: HistoryMessages
  settings: SettingsMessages
  pairing: PairingMessages
  printing: PrintMessages
  shop: ShopMessages
  soundCheck: SoundCheckMessages
  about: { title: string; promise: string; versions: string; device: string; server: string; logs: ByHost }
  update: UpdateMessages
  lamps: LampMessages
  toasts: ToastMessages
  order: OrderMessages
  people: PeopleMessages
  printers: PrinterMessages
  report: ReportMessages
}

export interface OrderMessages {
  number: string
  items: string
  remark: string
  /** The name of the list of what a cook must read. */
  warnings: string
  moreWarnings(count: number): string
  customer: string
  reason: string
  more(count: number): string
  whole: {
    /** A button that shows all of an order that was shortened; `more`: the number of its missing dishes. */
    read(more: number): string
    reading: string
    failed: string
    /** A button behind a text that was cut. */
    rest: string
  }
  urged(times: number): string
  /** The mark of an order that nobody accepted while its reminder rang. */
  missed: string
  /** The mark of an order whose money is still to be taken; a newer server’s word for how is shown as it is. */
  cash(order: { fulfilment: string; payment?: string | undefined }): string
  /** The mark of an order that a late payment revived. */
  revived: string
}

export interface UndoMessages {
  /** The name of the list of answers that can be taken back. */
  title: string
  /** An answer that has not left the device yet; none of these may sound as if it had. */
  will: Record<Answer['move'], string>
  left(seconds: number): string
  /** For a screen reader, once: `will` and how long it can be taken back. */
  announce(will: string, seconds: number): string
  undo: string
  /** Takes back every answer that can be. */
  all: string
  /** The answer was taken back. */
  undone: string
}

export interface BoardMessages {
  title: string
  waiting: string
  accepted: string
  delivering: string
  done: string
  nothing: Record<'waiting' | 'accepted' | 'delivering' | 'done', string>
  /** Where a filter leaves nothing. */
  noneOfKind: string
  open: string
  /** The verbs of a ticket: a delivery has left, a customer has taken it, it is on the table, it has arrived. */
  dispatch: string
  collect: string
  serve: string
  complete: string
  cancel: string
  stale: string
  ordersToday: string
  turnoverToday: string
  orders(count: number): string
  /** The names of the groups of buttons: stage, fulfilment, pages. */
  stages: string
  kinds: string
  allKinds: string
  pages: string
  /** Both counted from 1. */
  page(page: number, pages: number): string
  previous: string
  next: string
  /** Below the figure of an order's age: since it was paid, and since it has left. */
  waited: string
  out: string
  totals: string
  noTotals: string
  details: string
  money: string
  /** By pay status. */
  paid: Partial<Record<number, string>>
  refunded: string
  moments: Record<Moment, string>
  keys: string
  keyHints: readonly { keys: readonly string[]; what: string }[]
  keyNote: string
  close: string
}

/** The part of an order's full view that the server alone knows. */
export interface StoryMessages {
  loading: string
  failed: string
  payments: string
  paymentStates: Record<string, string>
  reminders: string
  open: string
  /** No device has told the reminder. */
  untold: string
  /** How announcements reached people: spoken, counted in a sentence about several, shown alone, or neither. */
  manners: Record<Manner, string>
  /** So many of a device's announcements were like this. */
  ofThem(count: number, manner: string): string
  /** Why a device rightly spoke nothing, by its word; its failures are in core/statements. */
  unspoken: Partial<Record<string, string>>
  because(why: string): string
  /** The words about a ticket on paper, by the word of its outcome; a fault is in `PRINTER_FAULTS`. */
  paper: Partial<Record<string, string>>
  noPaper(why: string): string
  /** Devices that were connected, and reported nothing. */
  silent: string
  /** A device was connected until then, and no longer. */
  untilTime(time: string): string
  /** None was connected while it waited. */
  noDevice: string
  /** Somebody outside sees to it until then. */
  claimed(time: string): string
  outside: string
  /** A message that was taken by its channel was not read by anybody, as far as is known. */
  notRead: string
}

export interface SettingsMessages {
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
  serverReader: string
  serverReaderHint: string
  readersLoading: string
  readerGone: string
  readerGoneHint: string
  noReaders: string
  rate: string
  volume: string
  volumeFloor: string
  raise: string
  raiseTo: string
  raiseHint: string
  chime: string
  output: string
  outputs: Record<Settings['output'], string>
  outputHint: string
  group: string
  groupHint: string
  speak: string
  preview: string
  previewOf(kind: string): string
  repeat: string
  repeatOff: string
  repeatEvery(seconds: number): string
  repeatHint: string
  stillOnline: { label: string; hint: string }
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
  unmute: string
  startAtLogin: string
  tokenPlain: string
  tokenFile: string
  tokenMemory: string
}

export interface PairingMessages {
  title: string
  lead: string
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

export interface SoundCheckMessages {
  title: string
  lead: string
  play: string
  playing: string
  heard: string
  yes: string
  no: string
  skip: string
  help: readonly string[]
  /** The sound check by the microphone: its button, what is recorded, and what came of it. */
  listen: string
  listening: string
  listenHint: string
  hearing: Record<Hearing, string>
  outcome: Partial<Record<string, string>>
}

/** The lamps' own words; what they say of the device is in core/statements. */
export interface LampMessages {
  /** The name of the row. */
  label: string
  close: string
  /** How long the device has been offline. */
  since(time: string): string
  unlock: string
  unmute: string
  listen: string
  settings: string
  about: string
  people: string
}

export interface ToastMessages {
  closed: Record<AnyEnd, string>
  /** Answers that were given elsewhere. */
  did: Record<AnswerMove, string>
  by: Record<AnyActor['kind'], string>
  refused: string
  refusedCodes: Partial<Record<string, string>>
  dismiss: string
}
