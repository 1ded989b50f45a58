export { type CallOptions, type Client, createClient } from './client.ts'
export { LaidanError, type OwnCode } from './error.ts'
export type { EventType, LaidanEvent } from './event.ts'
export type { EventStream, EventsOptions } from './events.ts'
export type {
  NewOrder,
  NewPayment,
  Order,
  OrderPage,
  OrderQuery,
  PaidNotice,
  Payment,
  StartedPayment,
} from './order.ts'
export { type PairedDevice, pairDevice } from './pair-device.ts'
export type { BellHost, BellOptions, BellPhase } from './reminders/bell-options.ts'
export type { BellState, OpenReminder, Outcome, Reminder, ReminderEnd, ReminderOrder } from './reminders/reminder.ts'
export { ReminderBell } from './reminders/reminder-bell.ts'
export type { SocketClass, SocketLike } from './reminders/socket-class.ts'
export type { ServerOptions } from './send.ts'
export { type VerifyOptions, verifyWebhook, type Webhook, type WebhookHeaders } from './verify-webhook.ts'
