import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { answeredByMove, reminderKind } from '../../../shared/reminder.ts'
import type { Answer } from '../../core/answers/answer.ts'
import type { BoardEntry } from '../../core/bell/bell.ts'
import { useUi } from '../parts/context.tsx'

export interface Stack {
  /** What lies on top; `undefined`: nothing wants an answer. */
  top: BoardEntry | undefined
  /** Everything in the stack, oldest first. */
  entries: readonly BoardEntry[]
  /** Gives a human's answer. What it is about leaves the stack at once, and comes back if the server refuses. */
  answer(answer: Answer): void
  putAway(entry: BoardEntry): void
  bringUp(reminderId: string): void
}

/**
 * The reminders that want an answer now, oldest first. One that was put away comes back when it is repeated (a higher
 * `n`), or when somebody asks for it. While the log is being caught up with nothing new joins: it may be answered.
 *
 * @param onlyAsked nothing comes up by itself, because the alerts have a window of their own
 */
export function useStack(onlyAsked: boolean): Stack {
  const { bridge, view } = useUi()
  /** By reminder: the `n` at which it was put away; 0, somebody asked for it. */
  const [away, setAway] = useState<Readonly<Record<string, number>>>({})
  const [chosen, setChosen] = useState<string>()
  const joined = useRef(new Set<string>())
  const { board } = view
  const { link } = view.status
  const settled = link !== 'connecting' && link !== 'catching_up'

  const entries = useMemo(
    () =>
      board.filter(
        ({ reminder, answering, announced }) =>
          answering === undefined &&
          (onlyAsked ? away[reminder.id] === 0 : reminder.n > (away[reminder.id] ?? 0)) &&
          (settled || announced > 0 || joined.current.has(reminder.id)),
      ),
    [board, away, settled, onlyAsked],
  )
  useEffect(() => {
    joined.current = new Set(entries.map(({ reminder }) => reminder.id))
  }, [entries])

  const answer = useCallback(
    async (given: Answer) => {
      const about = board.filter(({ reminder }) => isAbout(given, reminder))
      const put = (at: (n: number) => number) =>
        setAway((before) => ({
          ...before,
          ...Object.fromEntries(about.map(({ reminder: { id, n } }) => [id, at(n)])),
        }))
      put((n) => n)
      const decision = await bridge.answer(given)
      if (!decision.accepted) put(() => 0)
    },
    [bridge, board],
  )
  const putAway = useCallback(({ reminder }: BoardEntry) => {
    setAway((before) => ({ ...before, [reminder.id]: reminder.n }))
  }, [])
  const bringAllUp = useCallback((ids: readonly string[]) => {
    setAway((before) => ({ ...before, ...Object.fromEntries(ids.map((id) => [id, 0])) }))
    setChosen(ids[0])
  }, [])
  const bringUp = useCallback((id: string) => bringAllUp([id]), [bringAllUp])
  useEffect(() => bridge.onAsked(bringAllUp), [bridge, bringAllUp])
  const top = entries.find(({ reminder }) => reminder.id === chosen) ?? entries[0]
  return { top, entries, answer, putAway, bringUp }
}

function isAbout(answer: Answer, { id, orderId, type }: BoardEntry['reminder']): boolean {
  if (answer.move === 'acknowledge') return answer.reminderId === id
  return answer.orderId === orderId && answeredByMove(reminderKind(type))
}
