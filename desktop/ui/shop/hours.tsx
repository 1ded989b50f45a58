import { useEffect, useRef, useState } from 'react'
import type { Store } from '../../../shared/api/stores.ts'
import { useUi } from '../parts/context.tsx'
import { HoursForm } from './hours-form.tsx'
import { HoursNow } from './hours-now.tsx'
import type { Shop } from './use-shop.ts'

/** Shows the opening hours, or the form that changes them. */
export function Hours({ shop, store }: { shop: Shop; store: Store }) {
  const { messages } = useUi()
  const words = messages.shop.hours
  const [editing, setEditing] = useState(false)
  const [left, setLeft] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (left) opener.current?.focus()
  }, [left])

  return (
    <>
      <h3>{words.title}</h3>
      {editing && shop.manages ? (
        <HoursForm
          shop={shop}
          saved={store.settings.hours}
          done={() => {
            setEditing(false)
            setLeft(true)
          }}
        />
      ) : (
        <>
          <HoursNow store={store} />
          {shop.manages && (
            <div className="buttons">
              <button
                ref={opener}
                type="button"
                className="button"
                onClick={() => {
                  setEditing(true)
                  setLeft(false)
                }}
              >
                {words.edit}
              </button>
            </div>
          )}
        </>
      )}
    </>
  )
}
