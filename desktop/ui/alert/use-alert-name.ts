import { toldKind } from '../../../shared/reminder.ts'
import { useUi } from '../parts/context.tsx'
import { calledOf } from '../parts/format.ts'
import type { AlertQueue } from './use-alert-queue.ts'

/** Names what the alert shows, for its window's title: the order in front, or how many wait; `undefined`: nothing. */
export function useAlertName({ current, listed, waiting }: AlertQueue): string | undefined {
  const { messages, openNumbers } = useUi()
  if (current === undefined) return undefined
  if (listed) return messages.alert.list.title(waiting.length)
  const { reminder } = current
  const kind = messages.kind[toldKind(reminder)]
  const called = calledOf(reminder, messages, openNumbers)
  return called === kind ? kind : `${kind} ${called}`
}
