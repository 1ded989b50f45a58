import { type FormEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useAnswerKeys } from '../keys/answer-keys.tsx'
import { MoneyBefore } from '../money/money-line.tsx'
import { Boundary } from '../parts/boundary.tsx'
import { useUi } from '../parts/context.tsx'
import { usePressGuard } from './use-press-guard.ts'

interface ReasonPanelProps {
  /** The order whose money the refusal is about. */
  orderId: number
  question: string
  reasons: readonly string[]
  choose(reason: string): void
  back(): void
}

/**
 * Asks for the reason of a refusal, and says what happens to the money: a button for each usual reason, a line for any other. Enter in the line leads to the
 * button that sends it, because what ends with Enter in a field may come from a scanner.
 */
export function ReasonPanel({ orderId, question, reasons, choose, back }: ReasonPanelProps) {
  const { messages } = useUi()
  const [own, setOwn] = useState('')
  const keys = useAnswerKeys()
  const pressable = usePressGuard('reasons')
  const panel = useRef<HTMLFieldSetElement>(null)
  const first = useRef<HTMLButtonElement>(null)
  const send = useRef<HTMLButtonElement>(null)
  // The panel replaces the pressed button: it is new in front, and the focus moves to it.
  useLayoutEffect(() => {
    keys.changed('reasons')
    panel.current?.focus()
  }, [keys])
  useEffect(() => {
    if (pressable) first.current?.focus()
  }, [pressable])

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    send.current?.focus()
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (own.trim() !== '') choose(own.trim())
  }

  return (
    <fieldset ref={panel} className="reasons" tabIndex={-1}>
      <legend>{question}</legend>
      <Boundary instead={() => null}>
        <MoneyBefore orderId={orderId} />
      </Boundary>
      <div className="reasons-usual">
        {reasons.map((reason, index) => (
          <button
            key={reason}
            ref={index === 0 ? first : null}
            type="button"
            className="button"
            data-answers
            disabled={!pressable}
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
          onKeyDown={onKeyDown}
        />
        <button ref={send} type="submit" className="button danger" data-answers disabled={own.trim() === ''}>
          {messages.alert.send}
        </button>
        <button type="button" className="button quiet" onClick={back}>
          {messages.alert.back}
        </button>
      </form>
    </fieldset>
  )
}
