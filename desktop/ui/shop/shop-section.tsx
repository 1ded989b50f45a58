import { type FormEvent, useId, useState } from 'react'
import type { Store } from '../../../shared/api/stores.ts'
import { useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { Hours } from './hours.tsx'
import type { Shop } from './use-shop.ts'

const LONGEST_LIMIT = 120

/** Shows the shop's name, its limit for accepting and its opening hours, to be changed where its devices may. */
export function ShopSection({ shop }: { shop: Shop }) {
  const { messages } = useUi()
  const { things, manages, fault } = shop
  return (
    <div className="paper" data-section="shop">
      <h2>{messages.shop.shop.title}</h2>
      {things === undefined ? (
        <p role="status">{fault === undefined ? messages.shop.loading : messages.shop.failed(fault)}</p>
      ) : (
        <>
          {manages ? <FactsForm shop={shop} store={things.store} /> : <Facts store={things.store} />}
          <Hours shop={shop} store={things.store} />
        </>
      )}
    </div>
  )
}

/** Shows name and limit to a device that may not change them. */
function Facts({ store: { name, settings } }: { store: Store }) {
  const { shop } = useUi().messages
  return (
    <>
      <p className="lead">{shop.operators}</p>
      <dl className="facts">
        <div>
          <dt>{shop.shop.name}</dt>
          <dd>
            <UntrustedText text={name} max={120} />
          </dd>
        </div>
        <div>
          <dt>{shop.shop.limit}</dt>
          <dd>{shop.shop.minutes(settings.acceptWithinMinutes)}</dd>
        </div>
      </dl>
    </>
  )
}

/** Asks for name and limit; what is typed stands until it is saved, whatever is read meanwhile. */
function FactsForm({ shop, store }: { shop: Shop; store: Store }) {
  const { messages } = useUi()
  const words = messages.shop.shop
  const [typedName, setName] = useState<string>()
  const [typedLimit, setLimit] = useState<string>()
  const [said, setSaid] = useState<{ fault: boolean; text: string }>()
  const saidId = useId()
  const name = typedName ?? store.name
  const limit = typedLimit ?? String(store.settings.acceptWithinMinutes)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const minutes = /^\d{1,3}$/.test(limit) ? Number(limit) : 0
    if (name.trim() === '') return setSaid({ fault: true, text: words.nameMissing })
    if (minutes < 1 || minutes > LONGEST_LIMIT) return setSaid({ fault: true, text: words.limitWrong })
    setSaid({ fault: false, text: messages.shop.saving })
    const change = { name: name.trim(), settings: { acceptWithinMinutes: minutes } }
    const refused = await shop.change({ do: 'change', change })
    if (refused !== undefined) return setSaid({ fault: true, text: messages.shop.failed(refused) })
    setName(undefined)
    setLimit(undefined)
    setSaid({ fault: false, text: messages.shop.saved })
  }

  return (
    <form className="shop-form" onSubmit={submit} noValidate aria-describedby={saidId}>
      <label className="labelled">
        <span>{words.name}</span>
        <input className="field" value={name} maxLength={100} onChange={({ target }) => setName(target.value)} />
      </label>
      <label className="labelled">
        <span>{words.limit}</span>
        <input
          className="field"
          type="number"
          inputMode="numeric"
          min={1}
          max={LONGEST_LIMIT}
          value={limit}
          onChange={({ target }) => setLimit(target.value)}
        />
        <small>{words.limitHint}</small>
      </label>
      <div className="buttons">
        <button type="submit" className="button accept">
          {messages.shop.save}
        </button>
        <p id={saidId} className={said?.fault ? 'fault' : undefined} role="status">
          {said?.text}
        </p>
      </div>
    </form>
  )
}
