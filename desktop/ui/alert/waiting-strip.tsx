import { reminderKind, toldKind } from '../../../shared/reminder.ts'
import type { BoardReminder } from '../../core/bell/bell.ts'
import { useUi } from '../parts/context.tsx'
import { calledOf, tailOf } from '../parts/format.ts'
import type { AlertQueue } from './use-alert-queue.ts'

/** Shows the other one of two that wait, to be taken first; of more, the way to their list. */
export function WaitingStrip({ queue, current }: { queue: AlertQueue; current: BoardReminder }) {
  const { messages, openNumbers } = useUi()
  const { waiting } = queue
  if (waiting.length < 2) return null
  if (waiting.length > 2) {
    return (
      <div className="waiting-strip">
        <button type="button" className="chip" onClick={queue.showList}>
          ‹ {messages.alert.list.back(waiting.length)}
        </button>
      </div>
    )
  }
  return (
    <div className="waiting-strip">
      <strong className="waiting-place">{messages.alert.place(waiting.indexOf(current) + 1, waiting.length)}</strong>
      <ul aria-label={messages.alert.others}>
        {waiting
          .filter((item) => item !== current)
          .map(({ reminder }) => (
            <li key={reminder.id}>
              <button
                type="button"
                className="chip"
                data-kind={reminderKind(reminder.type)}
                aria-label={`${messages.kind[toldKind(reminder)]} ${tailOf(reminder.order.number, openNumbers)}`}
                onClick={() => queue.bringUp(reminder.id)}
              >
                {calledOf(reminder, messages, openNumbers)}
              </button>
            </li>
          ))}
      </ul>
    </div>
  )
}
