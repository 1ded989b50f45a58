import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { useUi } from '../parts/context.tsx'
import { clockFace, secondsBetween, timeOfDay } from '../parts/format.ts'
import { useTick } from '../parts/second-clock.tsx'
import { ageSince, type Stage } from './stages.ts'

/** Shows how old a ticket is, to the second; of a finished one, when it was finished. */
export function TicketAge({ order, stage }: { order: ReadOrder; stage: Stage }) {
  const { messages, timezone } = useUi()
  const { completedAt } = order
  if (stage === 'done') {
    return (
      <p className="slip-age">
        {completedAt !== null && (
          <time dateTime={new Date(completedAt).toISOString()}>{timeOfDay(completedAt, timezone)}</time>
        )}
      </p>
    )
  }
  return (
    <p className="slip-age">
      <Figure since={ageSince(stage, order)} />
      <small>{stage === 'delivering' ? messages.board.out : messages.board.waited}</small>
    </p>
  )
}

function Figure({ since }: { since: number }) {
  return <span>{useTick((now) => clockFace(secondsBetween(since, now)))}</span>
}
