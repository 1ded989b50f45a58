import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useUi } from '../parts/context.tsx'

interface ReasonPanelProps {
  question: string
  reasons: readonly string[]
  choose(reason: string): void
  back(): void
}

/** Asks for the reason of a refusal: a button for each usual reason, a line for any other. */
export function ReasonPanel({ question, reasons, choose, back }: ReasonPanelProps) {
  const { messages } = useUi()
  const [own, setOwn] = useState('')
  const first = useRef<HTMLButtonElement>(null)
  // The panel replaces the pressed button, so the focus moves to it.
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
          aria-label={messages.alert.ownReason}
          placeholder={messages.alert.ownReason}
          onChange={(event) => setOwn(event.target.value)}
        />
        <button type="submit" className="button danger" disabled={own.trim() === ''}>
          {messages.alert.send}
        </button>
        <button type="button" className="button quiet" onClick={back}>
          {messages.alert.back}
        </button>
      </form>
    </fieldset>
  )
}
