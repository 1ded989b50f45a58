import type { RefObject } from 'react'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { reminderKind } from '../../../shared/reminder.ts'
import { useUi } from '../parts/context.tsx'

interface AnswerBarProps {
  reminder: ReminderFrame
  /** False right after the ticket has changed: a press that was meant for the former one answers nothing. */
  pressable: boolean
  /** Whether the main button answers; otherwise it scrolls on, and says so. */
  armed: boolean
  /** False right after it was armed: a press answers nothing yet. */
  settled: boolean
  /** The rest that is to be read, while it is not armed. */
  hint: string
  /** Whether a key was just refused that would have answered: it says why nothing happened. */
  keyRefused: boolean
  main: RefObject<HTMLButtonElement | null>
  press(): void
  reject(): void
  later(): void
}

/** Shows the answers: accept, reject and later for a new order; 知道了 and later for the other kinds. */
export function AnswerBar(props: AnswerBarProps) {
  const { reminder, pressable, armed, settled, hint, keyRefused, main } = props
  const { messages } = useUi()
  const { alert } = messages
  const isOrder = reminderKind(reminder.type) === 'new_order'
  return (
    <div className="answer-bar" data-answers-count={isOrder ? 3 : 2}>
      <p className="unseen" role="status">
        {keyRefused && alert.keyRefused}
      </p>
      <button
        ref={main}
        type="button"
        className="button accept"
        data-armed={armed}
        // Only scrolling may happen at any key.
        data-answers={armed || undefined}
        disabled={!pressable}
        // Not `disabled`: it would lose the focus.
        aria-disabled={armed && !settled}
        onClick={props.press}
      >
        {!armed ? alert.readFirst : isOrder ? alert.accept : alert.noted}
        {!armed && <small>{hint}</small>}
        {armed && keyRefused && (
          <small className="key-refused" aria-hidden="true">
            {alert.keyRefused}
          </small>
        )}
      </button>
      {isOrder && (
        <button type="button" className="button reject" disabled={!pressable} onClick={props.reject}>
          {alert.reject}
        </button>
      )}
      <button type="button" className="button later" data-answers disabled={!pressable} onClick={props.later}>
        {alert.later}
        <small>{alert.laterHint}</small>
      </button>
    </div>
  )
}
