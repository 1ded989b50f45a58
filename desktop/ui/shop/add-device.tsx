import { useEffect, useState } from 'react'
import type { Device, PairingCodeGrant } from '../../../shared/api/devices.ts'
import { useServerNow, useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { AloneServer } from './alone-server.tsx'
import { QrCode } from './qr-code.tsx'
import { addressesFor, isHttps, pairingLink } from './reach.ts'
import type { Shop } from './use-shop.ts'

/** How often it is looked whether the new device has joined. */
const LOOK_MS = 2_000
const SECOND_MS = 1_000

/** A code, and the devices that were there before it. */
interface Invitation {
  grant: PairingCodeGrant
  before: ReadonlySet<string>
}

/** Offers a pairing code, with a QR code of the address that another device can open, and says what to do with it. */
export function AddDevice({ shop, known }: { shop: Shop; known: readonly Device[] }) {
  const { bridge, clock, view, messages } = useUi()
  const words = messages.shop.add
  const [invitation, setInvitation] = useState<Invitation>()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()
  const joined = invitation && known.find(({ id }) => !invitation.before.has(id))
  const waits = invitation !== undefined && joined === undefined
  const { reload } = shop
  useEffect(() => (waits ? clock.every(LOOK_MS, () => void reload()) : undefined), [clock, waits, reload])

  async function invite(): Promise<void> {
    setBusy(true)
    const granted = await bridge.shop({ do: 'invite' })
    setBusy(false)
    setFault(granted.ok ? undefined : messages.shop.failed(granted.code))
    if (granted.ok) setInvitation({ grant: granted.value, before: new Set(known.map(({ id }) => id)) })
  }

  const addresses = addressesFor(invitation?.grant.addresses ?? [], view.host.pairing?.server)
  return (
    <section className="add-device">
      {joined !== undefined && (
        <p className="promise" role="status">
          {words.joined} <UntrustedText text={joined.name} max={60} />
        </p>
      )}
      {waits && <h3>{words.title}</h3>}
      {waits && addresses.length === 0 && <AloneServer />}
      {waits && addresses.length > 0 && <Invited grant={invitation.grant} addresses={addresses} />}
      <p className="fault" role="alert">
        {fault}
      </p>
      <div className="buttons">
        <button type="button" className={waits ? 'button' : 'button accept'} disabled={busy} onClick={invite}>
          {busy ? words.making : waits ? words.another : words.add}
        </button>
        {waits && (
          <button type="button" className="button quiet" onClick={() => setInvitation(undefined)}>
            {words.close}
          </button>
        )}
      </div>
    </section>
  )
}

/** Shows code and QR code for as long as they are good, and the steps on the other device. */
function Invited({ grant, addresses }: { grant: PairingCodeGrant; addresses: readonly string[] }) {
  const { messages } = useUi()
  const words = messages.shop.add
  const now = useServerNow(SECOND_MS)
  const [chosen, setChosen] = useState<string>()
  const address = addresses.find((each) => each === chosen) ?? addresses[0] ?? ''
  const left = Math.ceil((grant.expiresAt - now) / 1000)
  if (left <= 0) return <p role="status">{words.over}</p>
  return (
    <>
      <div className="invited">
        <QrCode text={pairingLink(address, grant.code.replaceAll('-', ''))} />
        <dl className="invited-facts">
          <dt>{words.address}</dt>
          <dd>{address}</dd>
          <dt>{words.code}</dt>
          <dd className="invited-code">{grant.code}</dd>
          <dd className="in-words">{words.left(messages.duration(left))}</dd>
        </dl>
      </div>
      {addresses.length > 1 && (
        <fieldset className="choice">
          <legend>{words.address}</legend>
          {addresses.map((each) => (
            <button key={each} type="button" aria-pressed={each === address} onClick={() => setChosen(each)}>
              {each}
            </button>
          ))}
        </fieldset>
      )}
      <h4>{words.onPhone}</h4>
      <Steps steps={words.phoneSteps} />
      {!isHttps(address) && <p className="promise">{words.plainHttp}</p>}
      <h4>{words.onComputer}</h4>
      <Steps steps={words.computerSteps} />
    </>
  )
}

function Steps({ steps }: { steps: readonly string[] }) {
  return (
    <ol className="steps">
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  )
}
