import { useState } from 'react'
import { ownEntry } from '../../../shared/own-entry.ts'
import { useUi } from '../parts/context.tsx'
import { dateAndTime } from '../parts/format.ts'
import type { PeopleState } from './use-people.ts'

/** Shows the button that makes this browser a way by which people are told; nothing where it cannot be one. */
export function PushButton({ state }: { state: PeopleState }) {
  const { bridge, clock, messages, timezone } = useUi()
  const { people: words } = messages
  const [fault, setFault] = useState<string>()
  const [busy, setBusy] = useState(false)
  const subscribe = bridge.subscribePush
  if (subscribe === undefined) return null

  async function press(): Promise<void> {
    if (subscribe === undefined) return
    setBusy(true)
    const subscribed = await subscribe()
    setFault(subscribed.ok ? undefined : subscribed.code)
    if (subscribed.ok) {
      const name = words.pushName(dateAndTime(clock.now(), timezone))
      await state.ask({ call: 'addChannel', channel: { kind: 'web_push', name, settings: subscribed.value } })
    }
    setBusy(false)
  }

  return (
    <div>
      <div className="buttons">
        <button type="button" className="button people-push" disabled={busy || state.busy} onClick={() => void press()}>
          {busy ? words.pushing : words.push}
        </button>
      </div>
      {fault !== undefined && <p role="alert">{words.pushFailed(ownEntry(words.codes, fault) ?? fault)}</p>}
    </div>
  )
}
