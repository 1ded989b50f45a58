import { useState } from 'react'
import { useAdmin } from './context.tsx'

/** A button for what cannot be taken back: it asks once more, in its place. */
export function ConfirmButton({ label, busy, act }: { label: string; busy: boolean; act(): void }) {
  const { messages } = useAdmin()
  const [asking, setAsking] = useState(false)
  if (!asking)
    return (
      <button type="button" className="button" disabled={busy} onClick={() => setAsking(true)}>
        {label}
      </button>
    )
  return (
    <span className="buttons">
      <button
        type="button"
        className="button danger"
        disabled={busy}
        onClick={() => {
          setAsking(false)
          act()
        }}
      >
        {messages.really(label)}
      </button>
      <button type="button" className="button quiet" onClick={() => setAsking(false)}>
        {messages.no}
      </button>
    </span>
  )
}
