import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useUi } from '../parts/context.tsx'

interface ReasonPanelProps {
  question: string
  reasons: readonly string[]
  choose(reason: string): void
  back(): void
}

/** Why an order is refused: a button for what is usual, a line for the rest. */
export function ReasonPanel({ question, reasons, choose, back }: ReasonPanelProps) {
  const { words } = useUi()
  const [own, setOwn] = useState('')
  const first = useRef<HTMLButtonElement>(null)
  // The panel stands where the pressed button stood; the keyboard goes on from there.
  useEffect(() => first.current?.focus(), [])

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (own.trim() !== '') choose(own.trim())
  }

  return (
    <fieldset className="reasons">
      <legend>{question}</legend>
      <div className="reasons-usual">
        {reasons.map((reason, index) => (
          <button
            key={reason}
            ref={index === 0 ? first : null}
            type="button"
            className="button"
            onClick={() => choose(reason)}
          >
            {reason}
          </button>
        ))}
      </div>
      <form className="reasons-own" onSubmit={submit}>
        <input
          className="field"
          value={own}
          maxLength={200}
          aria-label={words.alert.ownReason}
          placeholder={words.alert.ownReason}
          onChange={(event) => setOwn(event.target.value)}
        />
        <button type="submit" className="button danger" disabled={own.trim() === ''}>
          {words.alert.send}
        </button>
        <button type="button" className="button quiet" onClick={back}>
          {words.alert.back}
        </button>
      </form>
    </fieldset>
  )
}
