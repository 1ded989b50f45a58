import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { useServerNow, useUi } from './context.tsx'
import { UntrustedText } from './untrusted-text.tsx'

/** The most characters of a contact's name. */
const MAX_NAME = 60
/** Milliseconds between two looks at the clock: the end of a claim need not show at once. */
const LOOK_MS = 10_000

/** Shows who outside of the shop sees to a reminder, while somebody does. It rings on. */
export function ClaimedBy({ reminder: { claimedBy } }: { reminder: ReminderFrame }) {
  const { messages } = useUi()
  const now = useServerNow(LOOK_MS)
  if (claimedBy === undefined || claimedBy.until <= now) return null
  return (
    <p className="claimed-by">
      <UntrustedText text={claimedBy.name} max={MAX_NAME} /> {messages.alert.seesToIt}
    </p>
  )
}
