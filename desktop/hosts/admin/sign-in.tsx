import { type FormEvent, useState } from 'react'
import type { AdminSession } from '../../../shared/api/admin-session.ts'
import type { Locale } from '../../../shared/locales.ts'
import { ownEntry } from '../../../shared/own-entry.ts'
import { BellMark } from '../../ui/parts/bell-mark.tsx'
import type { AdminApi } from './api/admin-api.ts'
import { LocaleChoice } from './locale-choice.tsx'
import type { AdminMessages } from './messages/messages.ts'
import { codeOf } from './parts/use-load.ts'

interface SignInProps {
  api: AdminApi
  messages: AdminMessages
  locale: Locale
  setLocale(locale: Locale): void
  /** Whether a session has ended just now. */
  ended: boolean
  signedIn(session: AdminSession): void
}

/**
 * Asks for a key. The field is none of a password's, whose key a browser would offer to keep; what is typed is shown as
 * dots, and forgotten with the try.
 */
export function SignIn({ api, messages, locale, setLocale, ended, signedIn }: SignInProps) {
  const [key, setKey] = useState('')
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()
  const words = messages.signIn

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const given = key.trim()
    if (busy || given === '') return
    setBusy(true)
    setFault(undefined)
    setKey('')
    try {
      signedIn(await api.signIn(given))
    } catch (error) {
      const code = codeOf(error)
      setFault(ownEntry(words.faults, code) ?? ownEntry(messages.faults, code) ?? messages.refused(code))
    } finally {
      setBusy(false)
    }
  }

  return (
    <main className="admin-sign-in">
      <form className="paper" onSubmit={(event) => void submit(event)} autoComplete="off">
        <div className="shell-brand">
          <BellMark size={44} />
          <h1>{messages.title}</h1>
        </div>
        {ended && <p role="status">{words.ended}</p>}
        <label className="labelled">
          <span>{words.key}</span>
          <input
            className="field admin-key"
            type="text"
            value={key}
            onChange={({ target }) => setKey(target.value)}
            maxLength={200}
            autoComplete="off"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            aria-describedby="key-hint"
          />
        </label>
        <small id="key-hint">{words.hint}</small>
        <p className="fault" role="alert">
          {fault}
        </p>
        <button type="submit" className="button accept wide" disabled={busy || key.trim() === ''}>
          {words.submit}
        </button>
      </form>
      <LocaleChoice locale={locale} setLocale={setLocale} label={messages.language} />
    </main>
  )
}
