import type { KeyRole } from '../../../../shared/api/keys.ts'
import type { PAGES } from '../place/use-page.ts'

/** The texts of the operator's page, in one language. */
export interface AdminMessages {
  title: string
  language: string
  menu: string
  pages: Record<(typeof PAGES)[number], string>
  roles: Record<KeyRole, string>
  signOut: string
  reload: string
  loading: string
  /** Of an empty list. */
  nothing: string
  /** Below a list that is not whole. */
  more: string
  no: string
  /** Asks once more before `act` is done. */
  really(act: string): string
  minutes(n: number): string
  hours(n: number): string
  days(n: number): string
  ago(span: string): string
  signIn: {
    key: string
    hint: string
    submit: string
    ended: string
    /** By the code of the refusal. */
    faults: Record<string, string>
  }
  /** By the code of the refusal. */
  faults: Record<string, string>
  /** Of a refusal whose code has no text. */
  refused(code: string): string
  stores: {
    summary(all: number, offline: number): string
    devices: string
    online(online: number, all: number): string
    unanswered: string
    oldest: string
    nobodyWaits: string
    escalation: string
    set(isSet: boolean): string
    rehearsal: string
    never: string
  }
  store: {
    title: string
    id: string
    timezone: string
    limit: string
    addDevice: string
    issueCode: string
    codeUntil(time: string): string
    devices: string
    noDevice: string
    online: string
    offline: string
    seen(time: string): string
    remove: string
  }
  money: {
    states: Record<'review' | 'refund_due', string>
    /** By `reviewReason` and `refundFault`. */
    why: Record<string, string>
    order: string
    refund: string
    note: string
    byHand: string
    orderId: string
    apply: string
  }
  orders: {
    number: string
    search: string
    id: string
    status(status: number): string
    placed(time: string): string
    kind(kind: string): string
    began(kind: string): string
    /** `failed`: the parts that failed, and why; '' where none did. */
    rang(device: string, times: number, failed: string): string
    ended(kind: string, state: string, by: string): string
    told(contact: string, channel: string, state: string, code: string): string
    payment(state: string): string
  }
  webhooks: {
    state(state: string): string
    everyStore: string
    waiting(n: number): string
    failing(time: string): string
    switchOn: string
    redeliver(time: string): string
  }
  keys: {
    make: string
    role: string
    name: string
    stores: string
    storesNeeded: string
    end: string
    noEnd: string
    shownOnce: string
    putAway: string
    own: string
    everyStore: string
    used(time: string): string
    until(time: string): string
    revoked(time: string): string
    rotate(overlap: string): string
    revoke: string
  }
  audit: { action: string; every: string; older: string }
  about: { version: string; key: string; machine: string }
}
