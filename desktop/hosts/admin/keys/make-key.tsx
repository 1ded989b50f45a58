import { type FormEvent, useState } from 'react'
import { type CreateKey, KEY_ROLES, type KeyRole } from '../../../../shared/api/keys.ts'
import { useAdmin } from '../parts/context.tsx'

const DAY_MS = 24 * 60 * 60_000
/** The ends that a new key may have, in days; 0: none. */
const DAYS = [0, 30, 90, 365]

/** Asks for a new key: its role, name, stores and end. */
export function MakeKey({ busy, make }: { busy: boolean; make(body: CreateKey): void }) {
  const { messages, clock } = useAdmin()
  const words = messages.keys
  const [role, setRole] = useState<KeyRole>('ordering')
  const [name, setName] = useState('')
  const [stores, setStores] = useState('')
  const [days, setDays] = useState(0)
  const bindable = role === 'ordering' || role === 'connector'
  const ids = stores.split(/[\s,，]+/).filter((id) => id !== '')
  const ready = name.trim() !== '' && (role !== 'connector' || ids.length > 0)

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!ready) return
    make({
      ...{ role, name: name.trim() },
      ...(bindable && ids.length > 0 && { stores: ids }),
      ...(days > 0 && { expiresAt: clock.now() + days * DAY_MS }),
    })
    setName('')
  }

  return (
    <form className="paper" onSubmit={submit} autoComplete="off">
      <h2>{words.make}</h2>
      <label className="labelled">
        <span>{words.role}</span>
        <select className="field" value={role} onChange={({ target }) => setRole(target.value as KeyRole)}>
          {KEY_ROLES.map((one) => (
            <option key={one} value={one}>
              {messages.roles[one]}
            </option>
          ))}
        </select>
      </label>
      <label className="labelled">
        <span>{words.name}</span>
        <input className="field" value={name} maxLength={60} onChange={({ target }) => setName(target.value)} />
      </label>
      {bindable && (
        <label className="labelled">
          <span>{role === 'connector' ? words.storesNeeded : words.stores}</span>
          <input className="field" value={stores} onChange={({ target }) => setStores(target.value)} />
        </label>
      )}
      <label className="labelled">
        <span>{words.end}</span>
        <select className="field" value={days} onChange={({ target }) => setDays(Number(target.value))}>
          {DAYS.map((one) => (
            <option key={one} value={one}>
              {one === 0 ? words.noEnd : messages.days(one)}
            </option>
          ))}
        </select>
      </label>
      <div className="buttons">
        <button type="submit" className="button accept" disabled={busy || !ready}>
          {words.make}
        </button>
      </div>
    </form>
  )
}
