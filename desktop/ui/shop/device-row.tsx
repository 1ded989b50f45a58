import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import type { Device } from '../../../shared/api/devices.ts'
import { ownEntry } from '../../../shared/own-entry.ts'
import { isTrouble } from '../../core/announcer/outcome.ts'
import { FAILURE_REASONS } from '../../core/statements/failure-reasons.ts'
import { useServerNow, useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import type { Shop } from './use-shop.ts'

const TICK_MS = 10_000
const LONGEST_NAME = 60

interface DeviceRowProps {
  device: Device
  own: boolean
  shop: Shop
}

/** Shows one device: whether it is there, which program it runs, and what it could not say; renames and removes it. */
export function DeviceRow({ device, own, shop }: DeviceRowProps) {
  const { messages } = useUi()
  const words = messages.shop.devices
  const [doing, setDoing] = useState<'rename' | 'remove'>()
  const [fault, setFault] = useState<string>()
  const name = device.name
  const done = () => setDoing(undefined)

  async function change(call: Parameters<Shop['change']>[0]): Promise<void> {
    const refused = await shop.change(call)
    setFault(refused && messages.shop.failed(refused))
    if (refused === undefined) done()
  }

  return (
    <li className="device" data-connected={device.connected}>
      <p className="device-name">
        <UntrustedText text={name} max={LONGEST_NAME} />
        {own && <span className="tag">{words.own}</span>}
      </p>
      <DeviceFacts device={device} />
      {(own || shop.manages) && doing === undefined && (
        <div className="buttons">
          <button type="button" className="button" aria-label={words.rename(name)} onClick={() => setDoing('rename')}>
            {words.renameShort}
          </button>
          <button type="button" className="button" aria-label={words.remove(name)} onClick={() => setDoing('remove')}>
            {words.removeShort}
          </button>
        </div>
      )}
      {doing === 'rename' && (
        <RenameForm
          name={name}
          cancel={done}
          save={(wanted) => change({ do: 'rename', deviceId: device.id, name: wanted })}
        />
      )}
      {doing === 'remove' && (
        <RemoveQuestion own={own} cancel={done} remove={() => change({ do: 'remove', deviceId: device.id })} />
      )}
      <p className="fault" role="alert">
        {fault}
      </p>
    </li>
  )
}

function DeviceFacts({ device: { connected, lastSeenAt, client, announced } }: { device: Device }) {
  const { messages, locale } = useUi()
  const words = messages.shop.devices
  const now = useServerNow(TICK_MS)
  const seen =
    lastSeenAt === null
      ? words.neverSeen
      : words.lastSeen(words.ago(Math.max(0, Math.floor((now - lastSeenAt) / 1000))))
  const kind = client && (ownEntry(words.kinds, client.app) ?? words.otherKind)
  const speech = announced?.speech
  const trouble = speech !== undefined && isTrouble(speech)
  return (
    <p className="device-facts">
      <strong>{connected ? words.connected : seen}</strong>
      {kind && <span>{kind}</span>}
      {client && (
        <span>
          <UntrustedText text={words.version(client.version)} max={40} />
        </span>
      )}
      {speech === 'muted' && <span className="device-muted">{words.muted}</span>}
      {trouble && <span className="fault">{words.notSpoken(ownEntry(FAILURE_REASONS[locale], speech) ?? speech)}</span>}
    </p>
  )
}

function RenameForm({ name, save, cancel }: { name: string; save(name: string): void; cancel(): void }) {
  const { messages } = useUi()
  const [wanted, setWanted] = useState(name)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (wanted.trim() !== '') save(wanted.trim())
  }

  return (
    <form className="device-form" onSubmit={submit}>
      <label className="labelled">
        <span>{messages.shop.devices.name}</span>
        <input
          ref={field}
          className="field"
          value={wanted}
          maxLength={LONGEST_NAME}
          onChange={({ target }) => setWanted(target.value)}
        />
      </label>
      <div className="buttons">
        <button type="submit" className="button accept">
          {messages.shop.save}
        </button>
        <button type="button" className="button" onClick={cancel}>
          {messages.shop.cancel}
        </button>
      </div>
    </form>
  )
}

/** Asks before a device is removed. What keeps it has the focus: Enter by habit removes nothing. */
function RemoveQuestion({ own, remove, cancel }: { own: boolean; remove(): void; cancel(): void }) {
  const words = useUi().messages.shop.devices
  const keep = useRef<HTMLButtonElement>(null)
  const askedId = useId()
  useEffect(() => keep.current?.focus(), [])
  return (
    <div className="device-form">
      <p id={askedId} className={own ? 'fault' : undefined}>
        {own ? words.removeOwn : words.removeAsk}
      </p>
      <div className="buttons">
        <button ref={keep} type="button" className="button" aria-describedby={askedId} onClick={cancel}>
          {words.removeNo}
        </button>
        <button type="button" className="button danger" onClick={remove}>
          {words.removeYes}
        </button>
      </div>
    </div>
  )
}
