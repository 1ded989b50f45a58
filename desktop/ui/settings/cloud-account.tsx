import { type FormEvent, useState } from 'react'
import { ownEntry } from '../../../shared/own-entry.ts'
import { CLOUD_SERVICES, type CloudService, readCloudAccount } from '../../core/cloud-accounts.ts'
import { useUi } from '../parts/context.tsx'

/** Shows the fields of this device's account at a service of cloud printers. What is kept is never shown again. */
export function CloudAccount({ service }: { service: CloudService }) {
  const { bridge, view, messages } = useUi()
  const words = messages.printers.cloud
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({})
  const [failed, setFailed] = useState(false)
  const keep = bridge.keepPrinterAccount
  if (keep === undefined) return null
  const kept = view.host.printerAccounts?.includes(service) === true
  const account = readCloudAccount(service, (name) => fields[name])

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (keep === undefined || account === undefined) return
    const done = await keep(service, account)
    setFailed(!done)
    if (done) setFields({})
  }

  return (
    <form onSubmit={(event) => void submit(event)} data-cloud={service}>
      <p>{kept ? words.kept : words.missing}</p>
      {CLOUD_SERVICES[service].map((name) => (
        <label key={name} className="labelled">
          <span>{ownEntry<string>(words.fields[service], name)}</span>
          <input
            className="field"
            type={name === CLOUD_SERVICES[service].at(-1) ? 'password' : 'text'}
            autoComplete="off"
            maxLength={200}
            value={fields[name] ?? ''}
            onChange={(event) => setFields({ ...fields, [name]: event.target.value })}
          />
        </label>
      ))}
      <button type="submit" className="button" disabled={account === undefined}>
        {words.keep}
      </button>
      {failed && <small role="alert">{words.failed}</small>}
    </form>
  )
}
