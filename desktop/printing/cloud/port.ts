import type { CloudAccount, CloudService } from '../../core/cloud-accounts.ts'
import type { Fetch } from '../../core/rest/fetch.ts'
import type { Markup } from './markup.ts'
import type { CallFault } from './post-form.ts'

/** A printer of a cloud, and all that a call about it needs. */
export interface CloudCall {
  fetch: Fetch
  account: CloudAccount
  /** The printer's number, as it stands on its bottom. */
  printer: string
  /** Wall time, milliseconds. */
  now: number
}

/** The end of a call that sends paper: taken under a number, or not. */
export type Sent = { taken: string } | CallFault

/** A service of cloud printers. No call rejects. */
export interface CloudModule {
  service: CloudService
  markup: Markup
  /** Most bytes of one content. */
  mostBytes: number
  /** Resolves to `ok`, or to the fault for which nothing would be printed. */
  status(call: CloudCall): Promise<string>
  /** Sends one content. What has not been printed by `expiresAt` (milliseconds) the cloud should drop, where it can. */
  send(call: CloudCall, content: string, expiresAt: number): Promise<Sent>
  /** Resolves to whether a content has come out; `undefined`: the cloud does not say. */
  printed(call: CloudCall, taken: string): Promise<boolean | undefined>
  /** Calls a content off that has not come out. Absent: the service drops it by itself, when it expires. */
  drop?(call: CloudCall, taken: string): Promise<unknown>
}
