import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { reminderKind, waitingSince } from '../../../shared/reminder.ts'
import { useServerNow, useUi } from '../parts/context.tsx'
import { clockFace, secondsBetween } from '../parts/format.ts'

/** Shows the rest of the store's time for accepting, and how long the customer has waited, both to the second. */
export function Countdown({ reminder }: { reminder: ReminderFrame }) {
  const { messages } = useUi()
  const now = useServerNow(1_000)
  const { acceptBy } = reminder.order
  const since = waitingSince(reminder.order)
  if (since === undefined) return null
  const waited = messages.alert.waited(clockFace(secondsBetween(since, now)))
  if (acceptBy === undefined || reminderKind(reminder.type) !== 'new_order') {
    return (
      <p className="countdown" data-stage="plain">
        <span className="countdown-time">{waited}</span>
      </p>
    )
  }
  const left = (acceptBy - now) / Math.max(1, acceptBy - since)
  const stage = left <= 0 ? 'over' : left < 0.3 ? 'short' : 'ample'
  const limit =
    stage === 'over'
      ? messages.alert.overdue(clockFace(secondsBetween(acceptBy, now)))
      : messages.alert.remaining(clockFace(secondsBetween(now, acceptBy)))
  return (
    <div className="countdown" data-stage={stage}>
      <span className="countdown-time">{limit}</span>
      <span className="countdown-waited">{waited}</span>
      <span className="countdown-bar" aria-hidden="true">
        <span style={{ inlineSize: `${Math.min(1, Math.max(0, left)) * 100}%` }} />
      </span>
    </div>
  )
}
