import { reminderKind, toldKind } from '../../../shared/reminder.ts'
import type { BoardReminder } from '../../core/bell/bell.ts'
import { useUi } from '../parts/context.tsx'
import { calledOf, tailOf } from '../parts/format.ts'
import type { AlertQueue } from './use-alert-queue.ts'

/** The most reminders that are named; the rest is counted. */
const MOST_NAMED = 6

/** Shows the number of waiting reminders, and the others by name, so that an urgent one can be taken first. */
export function WaitingStrip({ queue, current }: { queue: AlertQueue; current: BoardReminder }) {
  const { messages, openNumbers } = useUi()
  const { waiting } = queue
  if (waiting.length < 2) return null
  const others = waiting.filter((item) => item !== current).slice(0, MOST_NAMED)
  return (
    <div className="waiting-strip">
      <strong className="waiting-place">{messages.alert.place(waiting.indexOf(current) + 1, waiting.length)}</strong>
      <ul aria-label={messages.alert.others}>
        {others.map(({ reminder }) => (
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
