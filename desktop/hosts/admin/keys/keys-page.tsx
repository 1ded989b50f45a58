import { useState } from 'react'
import type * as z from 'zod'
import { apiKeyListSchema, type apiKeySchema, issuedKeySchema } from '../../../../shared/api/keys.ts'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { useAdmin } from '../parts/context.tsx'
import { Fault } from '../parts/fault.tsx'
import { Page } from '../parts/page.tsx'
import { Untrusted } from '../parts/untrusted.tsx'
import { type Act, useAct } from '../parts/use-act.ts'
import { useLoad } from '../parts/use-load.ts'
import { moment } from '../parts/words.ts'
import { MakeKey } from './make-key.tsx'

type AdminKey = z.infer<typeof apiKeySchema>

/** Hours for which a key that is rotated here goes on beside the new one. */
const OVERLAP_HOURS = 24

/** Shows the keys of programs and people; makes, rotates and revokes them. A new key is shown once, until the page is left. */
export function KeysPage() {
  const { api, messages, mayAct, clock } = useAdmin()
  const words = messages.keys
  const act = useAct()
  const [shown, setShown] = useState<string>()
  const loaded = useLoad((api, how) => api.get('/v1/keys', apiKeyListSchema, how), [])
  const issue = (path: string, body: unknown) =>
    act.run(async () => {
      setShown((await api.ask('POST', path, issuedKeySchema, body)).key)
      loaded.reload()
    })
  const revoke = (id: string) =>
    act.run(async () => {
      await api.send('DELETE', `/v1/keys/${encodeURIComponent(id)}`)
      loaded.reload()
    })
  return (
    <Page title={messages.pages.keys} loaded={loaded}>
      {({ keys }) => (
        <>
          {shown !== undefined && (
            <div className="paper admin-block" role="status">
              <p>{words.shownOnce}</p>
              <p className="admin-secret">{shown}</p>
              <button type="button" className="button" onClick={() => setShown(undefined)}>
                {words.putAway}
              </button>
            </div>
          )}
          <Fault code={act.fault} />
          {mayAct && <MakeKey busy={act.busy} make={(body) => issue('/v1/keys', body)} />}
          <ul className="admin-rows">
            {keys.map((key) => (
              <KeyRow
                key={key.id}
                of={key}
                hasEnded={key.revokedAt !== null || (key.expiresAt ?? Number.POSITIVE_INFINITY) <= clock.now()}
                act={act}
                rotate={() => issue(`/v1/keys/${encodeURIComponent(key.id)}/rotate`, { overlapHours: OVERLAP_HOURS })}
                revoke={() => revoke(key.id)}
              />
            ))}
          </ul>
        </>
      )}
    </Page>
  )
}

interface KeyRowProps {
  of: AdminKey
  hasEnded: boolean
  act: Act
  rotate(): void
  revoke(): void
}

function KeyRow({ of, hasEnded, act, rotate, revoke }: KeyRowProps) {
  const { messages, mayAct, session } = useAdmin()
  const words = messages.keys
  const end =
    of.revokedAt !== null
      ? words.revoked(moment(of.revokedAt))
      : of.expiresAt === null
        ? words.noEnd
        : words.until(moment(of.expiresAt))
  return (
    <li className="paper">
      <p>
        <strong>
          <Untrusted text={of.name} max={60} />
        </strong>{' '}
        <span className={hasEnded ? 'tag admin-bad' : 'tag'}>{messages.roles[of.role]}</span>
        {of.id === session.keyId && ` · ${words.own}`}
      </p>
      <p>
        {of.stores === null ? words.everyStore : <Untrusted text={of.stores.join(', ')} max={400} />} ·{' '}
        {words.used(moment(of.lastUsedAt))} · {end}
      </p>
      {mayAct && !hasEnded && (
        <div className="buttons">
          {of.replacedBy === null && (
            <ConfirmButton label={words.rotate(messages.hours(OVERLAP_HOURS))} busy={act.busy} act={rotate} />
          )}
          <ConfirmButton label={words.revoke} busy={act.busy} act={revoke} />
        </div>
      )}
    </li>
  )
}
