import { useState } from 'react'
import type * as z from 'zod'
import { type PairingCodeGrant, pairingCodeGrantSchema, readDeviceListSchema } from '../../../../shared/api/devices.ts'
import { readStoreSchema } from '../../../../shared/api/stores.ts'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { useAdmin } from '../parts/context.tsx'
import { Fault } from '../parts/fault.tsx'
import { Page } from '../parts/page.tsx'
import { Untrusted } from '../parts/untrusted.tsx'
import { useAct } from '../parts/use-act.ts'
import { useLoad } from '../parts/use-load.ts'
import { moment } from '../parts/words.ts'

type AdminDevice = z.infer<typeof readDeviceListSchema>['devices'][number]

/** Shows one store: what it is, its devices, and a code that pairs one more. */
export function StorePage({ id }: { id: string }) {
  const { messages } = useAdmin()
  const path = `/v1/stores/${encodeURIComponent(id)}`
  const loaded = useLoad(
    async (api, how) => {
      const [store, { devices }] = await Promise.all([
        api.get(path, readStoreSchema, how),
        api.get(`${path}/devices`, readDeviceListSchema, how),
      ])
      return { store, devices: devices.filter(({ revokedAt }) => revokedAt === null) }
    },
    [path],
    { watches: true },
  )
  const { store } = loaded.data ?? {}
  return (
    <Page
      title={store === undefined ? messages.store.title : <Untrusted text={store.name} max={100} />}
      loaded={loaded}
    >
      {({ store, devices }) => (
        <>
          <dl className="facts paper">
            <div>
              <dt>{messages.store.id}</dt>
              <dd>
                <Untrusted text={store.id} />
              </dd>
            </div>
            <div>
              <dt>{messages.store.timezone}</dt>
              <dd>
                <Untrusted text={store.timezone} />
              </dd>
            </div>
            <div>
              <dt>{messages.store.limit}</dt>
              <dd>{messages.minutes(store.settings.acceptWithinMinutes)}</dd>
            </div>
          </dl>
          <PairingCode storePath={path} />
          <Devices devices={devices} changed={loaded.reload} />
        </>
      )}
    </Page>
  )
}

/** Issues a code that pairs a device; it is shown until another page is. */
function PairingCode({ storePath }: { storePath: string }) {
  const { api, messages, mayAct } = useAdmin()
  const { busy, fault, run } = useAct()
  const [grant, setGrant] = useState<PairingCodeGrant>()
  if (!mayAct) return null
  const issue = () =>
    run(async () => setGrant(await api.ask('POST', `${storePath}/pairing-codes`, pairingCodeGrantSchema)))
  return (
    <div className="paper admin-block">
      <h2>{messages.store.addDevice}</h2>
      {grant !== undefined && (
        <div role="status">
          <p className="admin-code">{grant.code}</p>
          <p>{messages.store.codeUntil(moment(grant.expiresAt))}</p>
          {grant.addresses.map((address) => (
            <p key={address}>
              <Untrusted text={address} />
            </p>
          ))}
        </div>
      )}
      <Fault code={fault} />
      <button type="button" className="button accept" disabled={busy} onClick={issue}>
        {messages.store.issueCode}
      </button>
    </div>
  )
}

function Devices({ devices, changed }: { devices: readonly AdminDevice[]; changed(): void }) {
  const { api, messages, mayAct } = useAdmin()
  const { busy, fault, run } = useAct()
  const words = messages.store
  const remove = (id: string) =>
    run(async () => {
      await api.send('DELETE', `/v1/devices/${encodeURIComponent(id)}`)
      changed()
    })
  return (
    <section aria-labelledby="devices">
      <h2 id="devices">{words.devices}</h2>
      <Fault code={fault} />
      {devices.length === 0 && <p>{words.noDevice}</p>}
      <ul className="admin-rows">
        {devices.map((device) => (
          <li key={device.id} className="paper">
            <p>
              <strong>
                <Untrusted text={device.name} max={60} />
              </strong>{' '}
              <span className={device.connected ? 'tag admin-good' : 'tag admin-bad'}>
                {device.connected ? words.online : words.offline}
              </span>
            </p>
            <p>
              <Untrusted text={device.platform} max={60} />
              {device.client !== null && (
                <>
                  {' · '}
                  <Untrusted text={`${device.client.app} ${device.client.version}`} max={80} />
                </>
              )}
              {' · '}
              {words.seen(moment(device.lastSeenAt))}
            </p>
            {mayAct && <ConfirmButton label={words.remove} busy={busy} act={() => remove(device.id)} />}
          </li>
        ))}
      </ul>
    </section>
  )
}
