import { useState } from 'react'
import { AUDIT_ACTIONS, type AuditEntry, auditPageSchema } from '../../../../shared/api/audit.ts'
import { withQuery } from '../api/admin-api.ts'
import { useAdmin } from '../parts/context.tsx'
import { Fault } from '../parts/fault.tsx'
import { Page } from '../parts/page.tsx'
import { Untrusted } from '../parts/untrusted.tsx'
import { useAct } from '../parts/use-act.ts'
import { useLoad } from '../parts/use-load.ts'
import { moment } from '../parts/words.ts'

const LIMIT = 50

/** Shows who has changed what, when, and from where; the newest first. */
export function AuditPage() {
  const { api, messages } = useAdmin()
  const words = messages.audit
  const [action, setAction] = useState('')
  const { busy, fault, run } = useAct()
  const path = (cursor?: string) =>
    withQuery('/v1/audit', { limit: LIMIT, action: action === '' ? undefined : action, cursor })
  /** The entries of further pages, and the cursor at which they go on. */
  const [more, setMore] = useState<{ entries: AuditEntry[]; next: string | null }>()
  const loaded = useLoad(
    async (api, how) => {
      const page = await api.get(path(), auditPageSchema, how)
      setMore(undefined)
      return page
    },
    [action],
  )
  return (
    <Page title={messages.pages.audit} loaded={loaded}>
      {(first) => {
        const { entries, next } = { entries: [...first.entries, ...(more?.entries ?? [])], next: (more ?? first).next }
        const goOn = (cursor: string) =>
          run(async () => {
            const page = await api.get(path(cursor), auditPageSchema)
            setMore({ entries: [...(more?.entries ?? []), ...page.entries], next: page.next })
          })
        return (
          <>
            <label className="labelled">
              <span>{words.action}</span>
              <select className="field" value={action} onChange={({ target }) => setAction(target.value)}>
                <option value="">{words.every}</option>
                {AUDIT_ACTIONS.map((one) => (
                  <option key={one}>{one}</option>
                ))}
              </select>
            </label>
            {entries.length === 0 && <p>{messages.nothing}</p>}
            <ul className="admin-rows">
              {entries.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </ul>
            <Fault code={fault} />
            {next !== null && (
              <div className="buttons">
                <button type="button" className="button" disabled={busy} onClick={() => goOn(next)}>
                  {words.older}
                </button>
              </div>
            )}
          </>
        )
      }}
    </Page>
  )
}

function Entry({ entry: { at, actor, action, subject, from, facts } }: { entry: AuditEntry }) {
  const who = [actor.kind, actor.name, actor.id].filter((part) => part !== undefined && part !== '').join(' ')
  const told = Object.entries(facts).map(([name, value]) => `${name}: ${[value].flat().join(', ')}`)
  return (
    <li className="paper">
      <p>
        <strong>{action}</strong> · {moment(at)}
      </p>
      <p>
        <Untrusted text={who} /> · <Untrusted text={from} /> · <Untrusted text={subject} />
      </p>
      {told.length > 0 && (
        <p>
          <Untrusted text={told.join(' · ')} max={1_000} />
        </p>
      )}
    </li>
  )
}
