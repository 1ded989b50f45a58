import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import type { BoardReminder } from '../../core/bell/bell.ts'
import { GUARD } from '../keys/answer-guard.ts'
import { useAnswerKeys } from '../keys/answer-keys.tsx'
import { useUi } from '../parts/context.tsx'
import { useHold } from './use-hold.ts'

interface AcceptTogetherProps {
  /** The orders that may be accepted together. */
  items: readonly BoardReminder[]
  pressable: boolean
  accept(items: readonly BoardReminder[]): void
}

/**
 * Accepts several orders by a button that is held for a second, by pointer, Enter or Space. Let go before, it does nothing
 * and says so. An order that comes while it is held is not among them.
 */
export function AcceptTogether({ items, pressable, accept }: AcceptTogetherProps) {
  const { messages } = useUi()
  const keys = useAnswerKeys()
  const { holding, begin, end } = useHold()
  const [tooShort, setTooShort] = useState(false)
  const { list } = messages.alert

  function start(): void {
    setTooShort(false)
    begin(() => accept(items))
  }
  function stop(): void {
    if (end()) setTooShort(true)
  }
  function onPointerDown(event: PointerEvent): void {
    if (event.button === 0 && pressable) start()
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' && event.key !== ' ') return stop()
    event.preventDefault()
    if (!event.repeat && pressable && keys.mayAnswer(event.nativeEvent)) start()
  }

  return (
    <button
      type="button"
      className="button hold"
      data-answers
      data-holding={holding}
      onPointerDown={onPointerDown}
      onPointerUp={stop}
      onPointerLeave={stop}
      onPointerCancel={stop}
      onKeyDown={onKeyDown}
      onKeyUp={stop}
      onBlur={stop}
      // A finger that rests on a phone's screen asks for a menu.
      onContextMenu={(event) => event.preventDefault()}
      // A screen reader presses without holding.
      onClick={({ detail }) => detail === 0 && setTooShort(true)}
    >
      <span className="hold-fill" aria-hidden="true" style={{ animationDuration: `${GUARD.held}ms` }} />
      <span className="hold-what">{list.hold(items.length)}</span>
      <small>{tooShort ? list.heldTooShort : list.holdHint}</small>
      <span className="unseen" role="status">
        {tooShort && list.heldTooShort}
      </span>
    </button>
  )
}
