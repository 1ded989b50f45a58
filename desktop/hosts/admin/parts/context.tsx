import { createContext, useContext } from 'react'
import type { AdminSession } from '../../../../shared/api/admin-session.ts'
import type { Clock } from '../../../../shared/clock.ts'
import type { Locale } from '../../../../shared/locales.ts'
import type { AdminApi } from '../api/admin-api.ts'
import type { AdminMessages } from '../messages/messages.ts'

/** The context of every part of the page that stands behind the sign-in. */
export interface Admin {
  api: AdminApi
  session: AdminSession
  /** Whether the key may change anything: a reader's only looks. */
  mayAct: boolean
  messages: AdminMessages
  locale: Locale
  clock: Clock
  version: string
  /** Leads back to the sign-in: the session has ended, or the human has ended it. */
  leave(why: 'ended' | 'asked'): void
}

export const AdminContext = createContext<Admin | null>(null)

/** Returns the context of the page. Throws an `Error` before the sign-in. */
export function useAdmin(): Admin {
  const admin = useContext(AdminContext)
  if (admin === null) throw new Error('useAdmin wants a session above')
  return admin
}
