import { useRef } from 'react'
import { sayClaim } from '../../core/statements/say.ts'
import { useUi } from '../parts/context.tsx'
import { useStatements } from '../status/use-statements.ts'

const MINUTE_MS = 60_000

/** Returns the function that words what is handed over now: what waits, what was missed, and how the bell is. */
export function useHandOver(): (missed: number) => string {
  const { clock, view, messages } = useUi()
  const { statements, words } = useStatements()
  function sentence(missed: number): string {
    const waiting = view.board.filter(({ answering }) => !answering)
    const now = clock.now() + view.status.serverAheadMs
    const oldest = Math.min(now, ...waiting.map(({ reminder }) => reminder.order.paidAt ?? reminder.at))
    return messages.report.spoken({
      waiting: waiting.length,
      oldest: Math.max(0, Math.floor((now - oldest) / MINUTE_MS)),
      missed,
      sound: sayClaim(statements.sound, words),
    })
  }
  // One function for the life of the component, which words what holds when it is called.
  const latest = useRef(sentence)
  latest.current = sentence
  return useRef((missed: number) => latest.current(missed)).current
}
