import type { Ring, SpeechOutcome } from '../../../desktop/core/ports.ts'
import type { ReminderKind } from '../../../shared/reminder.ts'
import type { DevicePlan } from './layouts.ts'
import type { Incident } from './plan-incidents.ts'
import type { PlannedOrder } from './plan-orders.ts'

/** All that happened in one rush. Times are simulated milliseconds since its beginning. */
export interface History {
  minutes: number
  devices: readonly DevicePlan[]
  incidents: readonly Incident[]
  orders: readonly OrderHistory[]
  sounds: readonly Sound[]
  /** The messages that people outside have got; none where the shop has no policy. */
  told: readonly Message[]
  endedAt: number
}

/** One message to a contact, about the orders with these numbers. */
export interface Message {
  at: number
  contact: string
  orders: readonly string[]
}

/** One paid order. */
export interface OrderHistory {
  plan: PlannedOrder
  paidAt: number
  acceptedAt?: number
  calledOffAt?: number
  reminders: readonly { kind: ReminderKind; from: number; until?: number }[]
}

/** One thing that a device made heard: a chime, then words or none. */
export interface Sound {
  /** The index of the device. */
  device: number
  kind: Ring['kind']
  level: Ring['level']
  at: number
  rungUntil: number
  /** Whether the loudspeaker was on as it began. */
  audible: boolean
  words: Words[]
}

/** One sentence. */
export interface Words {
  text: string
  from: number
  /** Absent: it had not ended at the end. */
  until?: number
  outcome?: SpeechOutcome
  audible: boolean
  /** Whether the device was in sync with the server as it began. */
  connected: boolean
}
