import type { DatabaseDump } from './read-database.ts'

/** Something that was asked of the server, one line when it was sent and one when it was answered, or was not. */
export type OperationLine =
  | ({ t: 'send'; attempt: number } & Operation)
  | { t: 'answer'; op: string; attempt: number; status: number; body: unknown }
  | { t: 'lost'; op: string; attempt: number; why: string }

/**
 * `op` is one intention of a caller: its idempotency key, or its transaction with a provider. Every attempt at it,
 * every repetition and every duplicate carries the same.
 */
export type Operation = { op: string } & (
  | { kind: 'place'; storeId: string; number: string; amountMinor: number }
  | { kind: 'pay'; transactionId: string; orderNumber: string; amountMinor: number; right: boolean }
  | { kind: 'urge' | 'cancel'; orderId: number }
  | { kind: 'confirm' | 'reject'; orderId: number; deviceId: string }
)

/** What a device wrote into its own journal, each line on disk before anything followed from it. */
export type DeviceLine =
  | { t: 'start'; cursor: string | null; seq: number }
  | { t: 'welcome'; resumed: boolean; reason?: string; cursor: string | null; head: number }
  | { t: 'reset'; seq: number; cursor: string; open: { id: string; n: number }[] }
  | { t: 'apply'; seq: number; cursor: string; what: 'remind'; id: string; n: number }
  | { t: 'apply'; seq: number; cursor: string; what: 'close'; id: string; state: string }
  /** An entry that the device had already, or that does not follow its last one. */
  | { t: 'unexpected'; seq: number; last: number }
  | { t: 'synced'; head: number }
  | { t: 'end'; code: number }

export interface DeviceHistory {
  deviceId: string
  storeId: string
  lines: DeviceLine[]
}

/** Everything that is known after a run. */
export interface History {
  operations: OperationLine[]
  devices: DeviceHistory[]
  database: DatabaseDump
}

/** One thing that must not be, by the name of the invariant it breaks (DESIGN.md §8). */
export interface Violation {
  invariant: `I${number}` | 'storage'
  what: string
}
