import type { RefObject } from 'react'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { reminderKind } from '../../../shared/reminder.ts'
import { useUi } from '../parts/context.tsx'

interface AnswerBarProps {
  reminder: ReminderFrame
  /** False right after the ticket changed: a press meant for the one before answers nothing. */
  armed: boolean
  main: RefObject<HTMLButtonElement | null>
  accept(): void
  reject(): void
  later(): void
}

/** What a human can say: accept, reject, later; of anything but a new order only that it was seen. */
export function AnswerBar({ reminder, armed, main, accept, reject, later }: AnswerBarProps) {
  const { words } = useUi()
  const isOrder = reminderKind(reminder.type) === 'new_order'
  return (
    <div className="answer-bar">
      <button ref={main} type="button" className="button accept" disabled={!armed} onClick={accept}>
        {isOrder ? words.alert.accept : words.alert.noted}
      </button>
      {isOrder && (
        <button type="button" className="button reject" disabled={!armed} onClick={reject}>
          {words.alert.reject}
        </button>
      )}
      <button type="button" className="button later" disabled={!armed} onClick={later}>
        {words.alert.later}
        <small>{words.alert.laterHint}</small>
      </button>
    </div>
  )
}
