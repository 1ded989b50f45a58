import { reminderKind } from '../../../shared/reminder.ts'
import type { BoardEntry } from '../../core/bell/bell.ts'
import { useUi } from '../parts/context.tsx'
import { calledOf, tailOf } from '../parts/format.ts'
import type { Stack } from './use-alert-queue.ts'

/** Most of the others that are named; the count tells the rest. */
const MOST_NAMED = 6

/** How many wait, and the others by name, so that the urgent one can be taken first. */
export function WaitingStrip({ stack, top }: { stack: Stack; top: BoardEntry }) {
  const { words } = useUi()
  const { entries } = stack
  if (entries.length < 2) return null
  const others = entries.filter((entry) => entry !== top).slice(0, MOST_NAMED)
  return (
    <div className="waiting-strip">
      <strong className="waiting-place">{words.alert.place(entries.indexOf(top) + 1, entries.length)}</strong>
      <ul aria-label={words.alert.others}>
        {others.map(({ reminder }) => (
          <li key={reminder.id}>
            <button
              type="button"
              className="chip"
              data-kind={reminderKind(reminder.type)}
              aria-label={`${words.kind[reminderKind(reminder.type)]} ${tailOf(reminder.order.number)}`}
              onClick={() => stack.bringUp(reminder.id)}
            >
              {calledOf(reminder, words)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
