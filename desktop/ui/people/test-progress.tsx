import { ownEntry } from '../../../shared/own-entry.ts'
import type { People } from '../../core/people/people.ts'
import { useUi } from '../parts/context.tsx'
import { timeOfDay } from '../parts/format.ts'

/** Shows how far a test message has come: on its way, sent, answered, or why it was not sent. */
export function TestProgress({ id, people }: { id: string; people: People }) {
  const { messages, timezone } = useUi()
  const { progress, codes } = messages.people
  const effect = people.effects.find((one) => one.id === id)
  if (effect === undefined) return null
  const { state, code, answeredAt } = effect
  const words: Record<string, string> = {
    sent: people.policy.answerable ? progress.sent : progress.sentWithoutLink,
    answered: answeredAt === null ? '' : progress.answered(timeOfDay(answeredAt, timezone)),
    failed: progress.failed(ownEntry(codes, code ?? '') ?? code ?? ''),
    cancelled: progress.cancelled,
  }
  return (
    <p className="people-test" data-state={state} role="status">
      {words[state] ?? progress.queued}
    </p>
  )
}
