import type { RefundNotice, ToldKind } from '../../../shared/reminder.ts'
import type { KeptBack } from '../../core/answers/kept-back.ts'
import type { Settings } from '../../core/settings.ts'

export interface AlertMessages {
  label: Record<ToldKind, string>
  accept: string
  reject: string
  later: string
  laterHint: string
  noted: string
  /** A key would have answered, but came too soon after the alert or after another key. */
  keyRefused: string
  back: string
  waitingForServer: string
  remaining(time: string): string
  overdue(time: string): string
  waited(time: string): string
  /** How many portions an order has; `more`: there are dishes that this device does not know. */
  portions(count: number, more: boolean): string
  /** Dishes below the edge of the paper: how many, and that they are there. */
  moreBelow(count: number): string
  /** The button that accepts, as long as dishes have not been on the screen; pressed, it scrolls on. */
  readFirst: string
  /** Under a paper that was longer than its room, when its end has been on the screen. */
  readToEnd: string
  urgedTimes(times: number): string
  stopCooking: string
  /** The advice for a missed order, and the way to answer it after all. */
  callCustomer: string
  answerOnBoard: string
  /** Money that somebody sent back at the provider; `amount` is written, and empty when nobody knows it. */
  refunded: Record<RefundNotice['state'], (amount: string) => string>
  /** For a reminder whose kind, or a part of it, this app cannot read. */
  unsure: string
  again(n: number): string
  /** Behind the name of a contact outside, who has said so. */
  seesToIt: string
  place(index: number, count: number): string
  others: string
  list: AlertListMessages
  customer: CustomerMessages
  distance: DistanceMessages
  rejectQuestion: string
  cancelQuestion: string
  reasons: readonly string[]
  cancelReasons: readonly string[]
  ownReason: string
  send: string
}

/** For three and more that wait, as a list. */
export interface AlertListMessages {
  title(count: number): string
  /** Shows an order in full. */
  open: string
  /** Back from an order to the list. */
  back(count: number): string
  /** Shows further rows, of so many that are not drawn yet. */
  rest(count: number): string
  laterAll: string
  /** The button that is held down, and what it does. */
  hold(count: number): string
  holdHint: string
  /** The button was let go too early. */
  heldTooShort: string
  /** Why an order is not among those that are accepted together. */
  keptBack: Record<KeptBack, string>
}

/** The distance from which the alert is read. */
export interface DistanceMessages {
  setting: string
  distances: Record<Settings['distance'], string>
  hint: string
}

export interface CustomerMessages {
  /** Dials the number that stands beside it. */
  call: string
  copyAddress: string
  copied: string
  notCopied: string
  /** Opens the address in the chosen map. */
  map: string
  /** The setting, and its choices. */
  mapSetting: string
  maps: Record<Settings['map'], string>
  mapHint: string
}

/** A text that differs between the app and a page in a browser. */
export type ByHost = Record<'electron' | 'browser', string>
