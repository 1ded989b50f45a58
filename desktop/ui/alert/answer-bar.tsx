import type { RefObject } from 'react'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { reminderKind } from '../../../shared/reminder.ts'
import { useUi } from '../parts/context.tsx'

interface AnswerBarProps {
  reminder: ReminderFrame
  /** False right after the ticket has changed: a press that was meant for the former one answers nothing. */
  pressable: boolean
  /** Whether a key was just refused that would have answered: it says why nothing happened. */
  keyRefused: boolean
  main: RefObject<HTMLButtonElement | null>
  accept(): void
  reject(): void
  later(): void
}

/** Shows the answers: accept, reject and later for a new order; 知道了 and later for the other kinds. */
export function AnswerBar({ reminder, pressable, keyRefused, main, accept, reject, later }: AnswerBarProps) {
  const { messages } = useUi()
  const isOrder = reminderKind(reminder.type) === 'new_order'
  return (
    <div className="answer-bar">
      <p className="unseen" role="status">
        {keyRefused && messages.alert.keyRefused}
      </p>
      <button ref={main} type="button" className="button accept" data-answers disabled={!pressable} onClick={accept}>
        {isOrder ? messages.alert.accept : messages.alert.noted}
        {keyRefused && (
          <small className="key-refused" aria-hidden="true">
            {messages.alert.keyRefused}
          </small>
        )}
      </button>
      {isOrder && (
        <button type="button" className="button reject" disabled={!pressable} onClick={reject}>
          {messages.alert.reject}
        </button>
      )}
      <button type="button" className="button later" data-answers disabled={!pressable} onClick={later}>
        {messages.alert.later}
        <small>{messages.alert.laterHint}</small>
      </button>
    </div>
  )
}
