import type { KeyRole } from '../../../../shared/api/keys.ts'
import type { PAGES } from '../use-page.ts'

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
}
