import { useCallback, useEffect, useMemo, useState } from 'react'
import type { AdminSession } from '../../../shared/api/admin-session.ts'
import type { Clock } from '../../../shared/clock.ts'
import type { Locale } from '../../../shared/locales.ts'
import type { AdminApi } from './api/admin-api.ts'
import { adminMessagesFor } from './messages/index.ts'
import { AdminContext } from './parts/context.tsx'
import { Shell } from './shell.tsx'
import { SignIn } from './sign-in.tsx'

export interface AdminAppProps {
  api: AdminApi
  clock: Clock
  firstLocale: Locale
  version: string
}

/** The operator's page: the sign-in, or what stands behind it. Nothing of it is kept in the browser but the cookie. */
export function AdminApp({ api, clock, firstLocale, version }: AdminAppProps) {
  const [locale, setLocale] = useState(firstLocale)
  /** `undefined`: it is not known yet whether a session is open. */
  const [session, setSession] = useState<AdminSession | null>()
  const [ended, setEnded] = useState(false)
  const messages = adminMessagesFor(locale)
  useEffect(() => {
    document.documentElement.lang = locale
    document.title = messages.title
  }, [locale, messages])
  useEffect(() => {
    api.session().then(setSession, () => setSession(null))
  }, [api])
  const leave = useCallback((why: 'ended' | 'asked') => {
    setEnded(why === 'ended')
    setSession(null)
  }, [])
  const admin = useMemo(
    () =>
      session
        ? { api, session, mayAct: session.role === 'operator', messages, locale, clock, version, leave }
        : undefined,
    [api, session, messages, locale, clock, version, leave],
  )
  if (session === undefined) return null
  if (admin === undefined)
    return <SignIn {...{ api, messages, locale, setLocale, ended }} signedIn={(opened) => setSession(opened)} />
  return (
    <AdminContext value={admin}>
      <Shell setLocale={setLocale} />
    </AdminContext>
  )
}
